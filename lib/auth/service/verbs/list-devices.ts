import type { Answer } from '../service.ts';
import { hashesOf, knownForDays } from '../subjects/known-sources.ts';

export const listDevices: Answer<'list-devices'> = async (service, request, question) =>
  question.settle(async (tx) => {
    const subject = await tx.subject.findUnique({ where: { id: request.subject } });
    if (!subject) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const since = new Date(question.now.getTime() - knownForDays * 86_400_000);
    const rows = await tx.knownSource.findMany({
      where: { subjectId: subject.id, deviceId: { not: null }, lastSeenAt: { gte: since } },
      orderBy: { lastSeenAt: 'desc' },
    });
    const own = hashesOf(service, subject, request.source).device;
    const devices = rows.flatMap(({ deviceId: device, sourceHash, lastSeenAt, ...named }) => {
      if (!device) return [];
      const { browser, system, place } = named;
      const current = own !== null && Buffer.compare(sourceHash, own) === 0;
      const seen = { lastSeenAt: lastSeenAt.toISOString(), current };
      return [{ device, browser, system, place: place ?? 'unknown', ...seen }];
    });
    return { verdict: { verdict: 'yes', devices }, subject: subject.id };
  });
