const hosts = ['evil.example', 'panel.example@evil.example', '[2001:db8::1]', '3405803777'];

// What browsers, servers or proxies have read as the two slashes before a host, or skipped between them.
const openings = [
  ...[
    '//',
    '///',
    '////',
    '/\\',
    '\\/',
    '\\\\',
    '\\\\\\',
    '/\\/',
    '//\\',
    '/./\\',
    '/.//',
    '/..//',
  ],
  ...['/x/..//', '/x/../\\', '/;//', '/?//..//', './/', '..//', '//./', '//../', '/ /', '/\u00a0/'],
  ...['/\t/', '/\n/', '/\r/', '/\r\n/', '/\0/', '/\v/', '/\f/', '/\b/', '/\u007f/', '/\u0085/'],
  ...['\t//', '\n//', '\r//', ' //', '\0//', '\u200b//', '\ufeff//', '/\u200b/', '/\ufeff/'],
  ...['/\u2028/', '/\u2029/', '\uff0f\uff0f', '/\uff0f', '\uff3c\uff3c', '/\uff3c', '\u2215\u2215'],
  ...['\u2044\u2044', '/\u29f8', '/\u29f9', '/\ufe68', '/\u2216', '/%2f', '/%2F', '/%5c', '/%5C'],
  ...['%2f%2f', '%5c%5c', '/%252f', '/%25252f', '/%255c', '/%09/', '/%0a/', '/%0d/', '/%00/'],
  ...[
    '/%0d%0aLocation:%20//',
    '/%E2%80%A8/',
    '/%ef%bc%8f',
    '/%c0%af',
    '/%u002f',
    '/&#47;',
    '/&sol;',
  ],
];
const schemes = [
  ...[
    'https://',
    'http://',
    'HTTPS://',
    'hTtPs://',
    'https:',
    'https:/',
    'https:///',
    'https:\\\\',
  ],
  ...['https:/\\', 'https:%2f%2f', 'h\tttps://', ' https://', '\u0000https://', 'https\u003a//'],
  ...['ftp://', 'ws://', 'file://', 'blob:https://', 'view-source:https://', 'filesystem:https://'],
  ...['javascript://', 'JaVaScRiPt://', 'java\nscript://', 'javascript:alert(1)//', 'vbscript://'],
  ...['data:text/html,//', 'data:text/html;base64,', 'about:', 'intent://', 'mailto:x@', 'tel:'],
];
const userinfo = [
  ...['https://panel.example@', 'https://panel.example:443@', 'https://panel.example%40', '//x:y@'],
  ...['https://panel.example#@', 'https://panel.example?@', 'https://panel.example\\@', '//@'],
  ...[
    'https://panel.example.',
    '@',
    '.',
    '%',
    ':',
    ';',
    '*',
    '~',
    '|',
    '^',
    '`',
    '"',
    "'",
    '<',
    '>',
  ],
];

/** Addresses of another site, or what something on the way could take for one: a few hundred. */
export const foreignAddresses: string[] = [
  ...[...openings, ...schemes, ...userinfo].flatMap((one) => hosts.map((host) => one + host)),
  ...['//evil.example/', '//evil.example?x', '//evil.example#x', '//evil.example:443/x'].flatMap(
    (one) => [one, `${one}/..`, `${one}${'a'.repeat(10_000)}`, `${'/'.repeat(5_000)}${one}`],
  ),
];
