import enAccess from './en/access.json' with { type: 'json' };
import enActivity from './en/activity.json' with { type: 'json' };
import enAudit from './en/audit.json' with { type: 'json' };
import enCampaigns from './en/campaigns.json' with { type: 'json' };
import enColleagues from './en/colleagues.json' with { type: 'json' };
import enCommon from './en/common.json' with { type: 'json' };
import enDelivery from './en/delivery.json' with { type: 'json' };
import enDevices from './en/devices.json' with { type: 'json' };
import enEmail from './en/email.json' with { type: 'json' };
import enErrors from './en/errors.json' with { type: 'json' };
import enHelp from './en/help.json' with { type: 'json' };
import enInvestigations from './en/investigations.json' with { type: 'json' };
import enInvitation from './en/invitation.json' with { type: 'json' };
import enLedger from './en/ledger.json' with { type: 'json' };
import enLists from './en/lists.json' with { type: 'json' };
import enMail from './en/mail.json' with { type: 'json' };
import enMailedCode from './en/mailed-code.json' with { type: 'json' };
import enMailing from './en/mailing.json' with { type: 'json' };
import enNotifications from './en/notifications.json' with { type: 'json' };
import enOverview from './en/overview.json' with { type: 'json' };
import enPanel from './en/panel.json' with { type: 'json' };
import enPasskeys from './en/passkeys.json' with { type: 'json' };
import enPeople from './en/people.json' with { type: 'json' };
import enProgress from './en/progress.json' with { type: 'json' };
import enRefusals from './en/refusals.json' with { type: 'json' };
import enReset from './en/reset.json' with { type: 'json' };
import enSecurity from './en/security.json' with { type: 'json' };
import enSetup from './en/setup.json' with { type: 'json' };
import enSignIn from './en/sign-in.json' with { type: 'json' };
import enSignals from './en/signals.json' with { type: 'json' };
import enStaff from './en/staff.json' with { type: 'json' };
import enStepUp from './en/step-up.json' with { type: 'json' };
import enSurroundings from './en/surroundings.json' with { type: 'json' };
import enZone from './en/zone.json' with { type: 'json' };
import frAccess from './fr/access.json' with { type: 'json' };
import frActivity from './fr/activity.json' with { type: 'json' };
import frAudit from './fr/audit.json' with { type: 'json' };
import frCampaigns from './fr/campaigns.json' with { type: 'json' };
import frColleagues from './fr/colleagues.json' with { type: 'json' };
import frCommon from './fr/common.json' with { type: 'json' };
import frDelivery from './fr/delivery.json' with { type: 'json' };
import frDevices from './fr/devices.json' with { type: 'json' };
import frEmail from './fr/email.json' with { type: 'json' };
import frErrors from './fr/errors.json' with { type: 'json' };
import frHelp from './fr/help.json' with { type: 'json' };
import frInvestigations from './fr/investigations.json' with { type: 'json' };
import frInvitation from './fr/invitation.json' with { type: 'json' };
import frLedger from './fr/ledger.json' with { type: 'json' };
import frLists from './fr/lists.json' with { type: 'json' };
import frMail from './fr/mail.json' with { type: 'json' };
import frMailedCode from './fr/mailed-code.json' with { type: 'json' };
import frMailing from './fr/mailing.json' with { type: 'json' };
import frNotifications from './fr/notifications.json' with { type: 'json' };
import frOverview from './fr/overview.json' with { type: 'json' };
import frPanel from './fr/panel.json' with { type: 'json' };
import frPasskeys from './fr/passkeys.json' with { type: 'json' };
import frPeople from './fr/people.json' with { type: 'json' };
import frProgress from './fr/progress.json' with { type: 'json' };
import frRefusals from './fr/refusals.json' with { type: 'json' };
import frReset from './fr/reset.json' with { type: 'json' };
import frSecurity from './fr/security.json' with { type: 'json' };
import frSetup from './fr/setup.json' with { type: 'json' };
import frSignIn from './fr/sign-in.json' with { type: 'json' };
import frSignals from './fr/signals.json' with { type: 'json' };
import frStaff from './fr/staff.json' with { type: 'json' };
import frStepUp from './fr/step-up.json' with { type: 'json' };
import frSurroundings from './fr/surroundings.json' with { type: 'json' };
import frZone from './fr/zone.json' with { type: 'json' };
import type { Language } from './languages.ts';

/** All words, by language and namespace: a new namespace is added here once for each language. */
const words = {
  en: {
    access: enAccess,
    activity: enActivity,
    audit: enAudit,
    colleagues: enColleagues,
    overview: enOverview,
    panel: enPanel,
    security: enSecurity,
    campaigns: enCampaigns,
    common: enCommon,
    delivery: enDelivery,
    devices: enDevices,
    email: enEmail,
    errors: enErrors,
    help: enHelp,
    investigations: enInvestigations,
    invitation: enInvitation,
    ledger: enLedger,
    lists: enLists,
    mail: enMail,
    'mailed-code': enMailedCode,
    mailing: enMailing,
    notifications: enNotifications,
    people: enPeople,
    passkeys: enPasskeys,
    progress: enProgress,
    refusals: enRefusals,
    reset: enReset,
    setup: enSetup,
    'sign-in': enSignIn,
    signals: enSignals,
    staff: enStaff,
    'step-up': enStepUp,
    surroundings: enSurroundings,
    zone: enZone,
  },
  fr: {
    access: frAccess,
    activity: frActivity,
    audit: frAudit,
    colleagues: frColleagues,
    overview: frOverview,
    panel: frPanel,
    security: frSecurity,
    campaigns: frCampaigns,
    common: frCommon,
    delivery: frDelivery,
    devices: frDevices,
    email: frEmail,
    errors: frErrors,
    help: frHelp,
    investigations: frInvestigations,
    invitation: frInvitation,
    ledger: frLedger,
    lists: frLists,
    mail: frMail,
    'mailed-code': frMailedCode,
    mailing: frMailing,
    notifications: frNotifications,
    people: frPeople,
    passkeys: frPasskeys,
    progress: frProgress,
    refusals: frRefusals,
    reset: frReset,
    setup: frSetup,
    'sign-in': frSignIn,
    signals: frSignals,
    staff: frStaff,
    'step-up': frStepUp,
    surroundings: frSurroundings,
    zone: frZone,
  },
};

/** The English catalogue is the pattern: a test holds the other languages to it. */
export type Words = (typeof words)['en'];

/** All the words of one language; runs wherever Node does, with or without Next. */
export function loadWords(language: Language): Words {
  return words[language];
}
