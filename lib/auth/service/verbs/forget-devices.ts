import type { Answer } from '../service.ts';
import { forgetKnownSources, hashesOf } from '../subjects/known-sources.ts';
import { lockSubject } from '../subjects/lock-subject.ts';

export const forgetDevices: Answer<'forget-devices'> = async (service, request, question) =>
  question.settle(async (tx) => {
    const { device, source } = request;
    await lockSubject(tx, request.subject);
    const subject = await tx.subject.findUnique({ where: { id: request.subject } });
    if (!subject) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const subjectId = subject.id;
    if (!device) {
      await forgetKnownSources(tx, subjectId);
      return { verdict: { verdict: 'yes' }, subject: subjectId, because: 'all' };
    }
    const { count } = await tx.knownSource.deleteMany({ where: { subjectId, deviceId: device } });
    if (count === 0)
      return { verdict: { verdict: 'no' }, subject: subjectId, because: 'no-such-device' };
    // Whoever has the device may be in any network it was used in, and that alone would be enough.
    const { network } = hashesOf(service, subject, source);
    await tx.knownSource.deleteMany({
      where: { subjectId, deviceId: null, sourceHash: { not: network } },
    });
    return { verdict: { verdict: 'yes' }, subject: subjectId, because: 'one' };
  });
