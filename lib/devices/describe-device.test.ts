import { describe, expect, test } from 'vitest';
import { describeDevice } from './describe-device.ts';

describe('a device', () => {
  test('is named by what is widely known', () => {
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const safari =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
    const edge =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
    expect(describeDevice(firefox)).toEqual({ browser: 'Firefox', system: 'Linux' });
    expect(describeDevice(safari)).toEqual({ browser: 'Safari', system: 'iOS' });
    expect(describeDevice(edge)).toEqual({ browser: 'Microsoft Edge', system: 'Windows' });
  });

  test.each([
    'Your account is locked: visit http://evil.example/x/1.0 now',
    '<b>x</b>/1 (Evil OS)',
    'constructor/1.0 x',
    '/'.repeat(400),
    '',
  ])('never speaks in a stranger\u2019s words: %j', (userAgent) => {
    expect(describeDevice(userAgent)).toEqual({ browser: undefined, system: undefined });
  });
});
