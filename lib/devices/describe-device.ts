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
  return {
    browser: browsers.find((name) => name === parsed.browser.name),
    system: systems.find((name) => name === parsed.os.name),
  };
}

// Of a browser it does not know bowser repeats the words: a stranger's, in a history or a mail of ours.
const browsers = Object.values<string>(Bowser.BROWSER_MAP);
const systems = Object.values<string>(Bowser.OS_MAP);
