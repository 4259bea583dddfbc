import { contextMaxLength, type PasswordContext } from '../auth/contract.ts';

/** What the manager knows of a customer that a guesser knows too: it goes along with a new password. */
export function passwordContext(known: {
  name: string;
  company?: string | undefined;
}): PasswordContext {
  const bounded = (text: string) => text.slice(0, contextMaxLength);
  return { name: bounded(known.name), company: bounded(known.company ?? '') };
}
