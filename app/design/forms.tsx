import { buttonClasses } from '../../components/ui/button-classes.ts';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { Checkbox } from '../../components/ui/checkbox.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Section } from '../../components/ui/section.tsx';
import { Select } from '../../components/ui/select.tsx';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import { TextArea } from '../../components/ui/text-area.tsx';
import { InBothThemes } from './in-both-themes.tsx';

/** Buttons, focus, and a form in which something is wrong. */
export function Forms() {
  return (
    <>
      <Section
        title="Buttons and focus"
        intro="One primary button a page: what is to be done next. Danger cannot be undone. Focus is a ring of two pixels outside whatever has it: walk through with the Tab key."
      >
        <InBothThemes>
          {() => (
            <p className="flex flex-wrap items-center gap-3">
              {(['primary', 'plain', 'danger', 'link'] as const).map((tone) => (
                <button key={tone} type="button" className={buttonClasses(tone)}>
                  {tone}
                </button>
              ))}
              <button type="button" aria-disabled="true" className={buttonClasses('primary')}>
                pending
              </button>
              <ButtonLink href="/design">a link</ButtonLink>
            </p>
          )}
        </InBothThemes>
      </Section>
      <Section
        title="Forms"
        intro="Label above, hint below it, what is wrong below the field, with what to do about it. Nothing that was typed is lost."
      >
        <form method="get" action="/design" className="max-w-md space-y-5">
          <Notice tone="bad" title="That was not saved">
            Two fields below say what is missing. Nothing has been changed.
          </Notice>
          <Field label="Name" name="name" defaultValue="Ada Example" />
          <Field
            label="Email"
            name="email"
            type="email"
            hint="The invitation goes there."
            defaultValue="ada.example"
            error="That is not an email address we can use. Write it like name@example.com."
          />
          <Field label="Account" name="account" readOnly defaultValue="Cannot be changed here" />
          <Select
            label="Role"
            name="role"
            options={[
              { value: 'a', label: 'Restricted' },
              { value: 'b', label: 'Owner' },
            ]}
          />
          <TextArea label="Reason" name="reason" rows={3} hint="The customer reads it." />
          <Checkbox
            label="I mean it"
            name="sure"
            error="Tick the box to confirm that you mean it."
          />
          <SubmitButton withoutToken pendingText="One moment…">
            Send the invitation
          </SubmitButton>
        </form>
      </Section>
    </>
  );
}
