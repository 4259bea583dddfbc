import type { ProofAsked } from '../lib/sessions/take-recent-proof.ts';

/** What an action answers a form with. Words, ready to show; never a secret that was typed. */
export interface FormState<Field extends string> {
  /** By field: why it was refused. */
  errors?: Partial<Record<Field, string>>;
  /** What concerns the form as a whole. */
  problem?: { title: string; text: string };
  /** What was typed and is not secret, to be kept. */
  values?: Partial<Record<Field, string>>;
  /** A factor is asked for as well, before anything is done. */
  proof?: ProofAsked;
}

/** A field as one line of text, as PostgreSQL and a mail can hold it. */
export function line(form: FormData, field: string): string {
  return text(form, field)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** The text of a field; '' where it is absent or a file. */
export function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}
