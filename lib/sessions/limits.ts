/** A session unused for this long is over. */
export const idleMinutes = 60;
/** A session is over this long after it began, however busy. */
export const absoluteHours = 12;
/** A session's last use is written at most this often. */
export const touchSeconds = 60;
/** A change of role of which nothing was heard for this long may have been made. */
export const unclearSeconds = 15;
/** A factor that was given counts for this long, and again from each time that something rested on it. */
export const proofIdleMinutes = 10;
/** It counts no longer than this after it was given, however often it was used. */
export const proofMinutes = 60;
