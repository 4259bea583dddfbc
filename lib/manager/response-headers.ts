import { randomBytes } from 'node:crypto';

/** A new one for each answer: the scripts that carry it may run, and what they load. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * Headers every answer carries, errors included. Next takes the nonce for its own scripts from the same
 * policy, given to it as a request header.
 *
 * @param secure the panel is reached by https.
 * @param nonce of this answer alone.
 */
export function responseHeaders(secure: boolean, nonce = newNonce()): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // Of the panel's own making are only the places of a chart's labels; a style element needs a file.
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Without a referrer a browser posts forms with `Origin: null`, which is refused.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-permitted-cross-domain-policies': 'none',
    'permissions-policy': permissions(),
    ...(secure && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
}

// Passkeys are made and used by the panel itself; recovery codes are copied.
const own = ['publickey-credentials-create', 'publickey-credentials-get', 'clipboard-write'];
const nobodys = [
  ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'display-capture'],
  ...[
    'encrypted-media',
    'fullscreen',
    'geolocation',
    'gyroscope',
    'hid',
    'identity-credentials-get',
  ],
  ...['idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'otp-credentials'],
  ...['payment', 'picture-in-picture', 'screen-wake-lock', 'serial', 'storage-access', 'usb'],
  ...['window-management', 'xr-spatial-tracking'],
];

function permissions(): string {
  return [...own.map((one) => `${one}=(self)`), ...nobodys.map((one) => `${one}=()`)].join(', ');
}
