import Bowser from 'bowser';

/** A device as far as its browser tells; the browser's own claim, and proof of nothing. */
export interface Device {
  browser: string | undefined;
  system: string | undefined;
}

/** @param userAgent as the browser sent it; anything at all. */
export function describeDevice(userAgent: string): Device {
  if (!userAgent) return { browser: undefined, system: undefined };
  const parsed = Bowser.parse(userAgent);
  return { browser: parsed.browser.name || undefined, system: parsed.os.name || undefined };
}
