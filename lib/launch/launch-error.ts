/** A start that cannot go on, in words for the person who typed the command. Printed as one line. */
export class LaunchError extends Error {}
