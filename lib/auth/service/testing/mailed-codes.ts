import type { Source } from '../../contract.ts';
import { type Person, password } from './bench.ts';
import { openStaffedBench } from './staffed-bench.ts';

/** A bench on which a right password from where nobody was seen takes a mailed code. */
export async function openMailedCodes() {
  const { bench, staff } = await openStaffedBench(4, 'unknown-device');

  /** A right password from where nobody was seen before, and the code that is mailed for it. */
  async function askedFor(person: Person, typed = password) {
    const source = bench.freshSource();
    const challenge = await bench.challenge(person, typed, source);
    return { person, challenge, source, code: await bench.mailedCodeTo(person.email) };
  }

  const answer = (challenge: string, code: string, source: Source = bench.freshSource()) =>
    bench.ask('verify-mailed-code', { challenge, code, source });
  const another = (challenge: string) =>
    bench.ask('send-mailed-code', { challenge, source: bench.freshSource() });
  const wrongFor = (code: string) => (code === '00000000' ? '00000001' : '00000000');
  const becauseOf = async (person: Person) => {
    const said = await bench.sql<{ because: string }>(
      'SELECT because FROM journal WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1',
      [person.id],
    );
    return said[0]?.because;
  };

  return { bench, staff, askedFor, answer, another, wrongFor, becauseOf };
}
