/** A leaky bucket: `burst` at once, then one more every `secondsEach`. */
export interface Limit {
  burst: number;
  secondsEach: number;
}

const minute = 60;

/**
 * How often something may be tried. Strangers share a bucket a customer; a device or network that has
 * signed in as the customer before has its own, so that a stranger's hammering never locks the owner out.
 */
export const limits = {
  'password-strangers': { burst: 10, secondsEach: 6 * minute },
  'password-known-source': { burst: 10, secondsEach: minute },
  'password-known-device': { burst: 10, secondsEach: minute },
  // A company may be one source, and a reset of all brings everybody back in one morning.
  'password-source': { burst: 50, secondsEach: 30 },
  // Who has a whole IPv4 /24 or IPv6 /48 has many sources.
  'password-wide-network': { burst: 200, secondsEach: 10 },
  // Spraying: one or two passwords tried on many customers. Counts customers, not attempts.
  'password-source-customers': { burst: 20, secondsEach: 2 * minute },
  // Refuses nobody: remembers that this source tried this customer.
  'password-source-customer': { burst: 1_000_000, secondsEach: 60 * minute },
  // Somebody who guesses codes has the password: at six an hour, even odds take over six years.
  'factor-strangers': { burst: 10, secondsEach: 10 * minute },
  'factor-known-source': { burst: 10, secondsEach: minute },
  'factor-known-device': { burst: 10, secondsEach: minute },
  // Each has five tries at one in a hundred million: guessed all year, it is one chance in hundreds.
  'mailed-code-customer': { burst: 4, secondsEach: 20 * minute },
  'confirm-totp': { burst: 10, secondsEach: minute },
  'confirm-passkey': { burst: 10, secondsEach: minute },
  // Nobody guesses a signature; this bounds the work. A page asks once each time it is opened.
  'passkey-source': { burst: 50, secondsEach: 10 },
  'passkey-challenge-source': { burst: 300, secondsEach: 1 },
  'link-source': { burst: 50, secondsEach: 30 },
  'link-request-email': { burst: 3, secondsEach: 20 * minute },
  'link-request-source': { burst: 200, secondsEach: 10 },
  // Of mails about one account far fewer leave: this bounds what a worker in wrong hands can fill the table with.
  'disowning-subject': { burst: 60, secondsEach: minute },
  // Mails to people who did not ask for them, in the name of one account and to one address.
  'member-invitations': { burst: 20, secondsEach: 3 * minute },
  'member-invitation-email': { burst: 3, secondsEach: 20 * minute },
  // Each writes to two mailboxes, one of which may be a stranger's: of one account, and to one address.
  'email-change-subject': { burst: 5, secondsEach: 20 * minute },
  'email-change-email': { burst: 3, secondsEach: 20 * minute },
  'email-change-source': { burst: 50, secondsEach: minute },
  // While somebody types: a few a second, and a company may be one source.
  'rate-source': { burst: 300, secondsEach: 1 },
  'setup-source': { burst: 20, secondsEach: minute },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
