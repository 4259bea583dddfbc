import { countEnding } from '../resets/count-ending.ts';
import { countMatching, findExamples } from '../resets/match-rule.ts';
import type { Answer } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';

const examplesMax = 10;

/** Whose password is weak, and who has no second factor, is for few to see. */
export const previewReset: Answer<'preview-reset'> = async (service, request, question) => {
  const { among, staff: staffId } = request;
  const cohort = { ...request.scope, among };
  const staff = await findStaff(service, staffId, 'security');
  return question.settle(async (tx) =>
    staff
      ? {
          verdict: {
            verdict: 'yes',
            concerned: await countMatching(tx, cohort),
            examples: await findExamples(tx, cohort, examplesMax),
            ...(await countEnding(service, tx, cohort)),
          },
          subject: staffId,
        }
      : { verdict: { verdict: 'no' }, subject: staffId, because: 'not-staff' },
  );
};
