/** How long a notice is tried before it is given up: an outage on a Saturday can be mended in it. */
export const tryHours = 48;

export const noticeStates = [
  'waiting',
  'sending',
  'sent',
  'not-mailed',
  'given-up',
  'uncertain',
] as const;
export type NoticeState = (typeof noticeStates)[number];

/** What staff may have sent again. What is `uncertain` may have arrived. */
export const endedBadly = ['given-up', 'uncertain'] as const satisfies NoticeState[];

/** Two jobs of one customer that wait would do the same work. */
export const queueKey = (customerId: string) => `send-notice:${customerId}`;
