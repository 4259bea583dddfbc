/** How long both mailboxes have to confirm a change. */
export const changeHours = 24;

/** How long an address that was left is kept: nobody else has it, and its mailbox can have it put back. */
export const keptDays = 14;
