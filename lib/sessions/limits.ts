/** A session unused for this long is over. */
export const idleMinutes = 60;
/** A session is over this long after it began, however busy. */
export const absoluteHours = 12;
/** A session's last use is written at most this often. */
export const touchSeconds = 60;
/** A change of role of which nothing was heard for this long may have been made. */
export const unclearSeconds = 15;
