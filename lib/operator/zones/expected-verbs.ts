import { type Verb, verbs } from '../../auth/contract.ts';

const operators: Verb[] = ['import-credentials', 'open-setup'];

/** What each caller may ask, written apart from the auth service's own list, which nobody may import. */
export const expectedVerbs: Record<'manager' | 'worker' | 'operator', Verb[]> = {
  manager: (Object.keys(verbs) as Verb[]).filter((verb) => !operators.includes(verb)),
  worker: ['describe-reset'],
  operator: operators,
};
