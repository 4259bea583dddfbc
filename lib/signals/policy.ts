/** What the patterns are, in numbers. Whoever changes one runs the replay of a half year's sign-ins again. */
export const policy = {
  /** Sign-ins that are held against the patterns in one transaction. */
  batch: 200,
  /** One network is odd that within this long is refused by so many accounts, or tries so many, all new to it. */
  manyAccounts: { withinMinutes: 60, refused: 10, strange: 25 },
  /** One account is odd that within this long refuses so many networks it was never entered from. */
  manySources: { withinMinutes: 24 * 60, networks: 6 },
  /** Nobody is in two countries within this long, with two devices; nor in so many within an hour with one. */
  impossiblePace: { withinMinutes: 120, countries: 5, countriesWithinMinutes: 60 },
  /** First tries by one browser this close to one that stands out belong to it. */
  companyMinutes: 30,
  /** New signals of one pattern in a day; whatever is beyond joins one for all the rest. */
  signalsADay: 100,
  /** Sign-ins that are kept by name with one signal; more are counted. */
  eventsKept: 200,
} as const;
