import { expect, test, vi } from 'vitest';
import { keepWatching } from './keep-watching.ts';

test('a failure is logged by name alone and tried again, and stopping waits for what is under way', async () => {
  vi.useFakeTimers();
  try {
    let tries = 0;
    const failure = Object.assign(new Error('with an address: 192.0.2.1'), { code: 'P1001' });
    const $transaction = async () => {
      tries++;
      if (tries === 1) throw failure;
      return 0;
    };
    const error = vi.fn();
    const stop = keepWatching({ $transaction } as never, { error });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(tries).toBe(3);
    await stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tries).toBe(3);
    expect(error.mock.calls).toEqual([[{ event: 'watch-failed', name: 'Error', code: 'P1001' }]]);
  } finally {
    vi.useRealTimers();
  }
});
