import type { Language } from '../words/languages.ts';
import { deviceWords } from '../words/surroundings.ts';
import { describeDevice } from './describe-device.ts';

/** A device as a customer would name it: "Firefox on Linux". */
export function deviceInWords(userAgent: string, language: Language): string {
  return deviceWords(describeDevice(userAgent), language);
}
