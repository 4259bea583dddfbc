/**
 * What whoever started Bulkhead reads last but for the address: what to do now, and where its mail is read.
 *
 * @param setupLink of the first set-up, a secret; undefined once there is a staff member.
 * @param mailboxUrl null where mail really leaves the machine.
 */
export function nextSteps(setupLink: string | undefined, mailboxUrl: string | null): string {
  const lines = [''];
  if (setupLink) {
    lines.push('Next: open this link, which works once, and make the first staff account:', '');
    lines.push(`  ${setupLink}`, '');
  }
  if (mailboxUrl) lines.push(`Mail that Bulkhead sends, codes and links, is read at ${mailboxUrl}`);
  lines.push('Ctrl-C stops everything; the next start finds it as it was.');
  return lines.join('\n');
}
