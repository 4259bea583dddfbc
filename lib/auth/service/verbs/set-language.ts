import type { Answer } from '../service.ts';

export const setLanguage: Answer<'set-language'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    const { subject: id, language } = request;
    const { count } = await tx.subject.updateMany({ where: { id }, data: { language } });
    if (count !== 1) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    return { verdict: { verdict: 'yes' }, subject: id };
  });
