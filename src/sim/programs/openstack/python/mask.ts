/** Words that say that a secret follows (oslo.utils' mask_password). */
const KEYS = [
  'adminpass', 'admin_pass', 'password', 'admin_password', 'auth_token', 'new_pass', 'auth_password', 'secret_uuid', 'secret', 'sys_pswd', 'token',
  'configdrive', 'chappassword', 'encrypted_key', 'private_key', 'fernetkey', 'sslkey', 'passphrase',
];

/** Patterns for one word, each with what stays of a match; the last one's oddity (no mask at all) is the real one's. */
const PATTERNS: readonly (readonly [(key: string) => string, string])[] = [
  [(key) => `(${key}[0-9]*\\s*[=]\\s*["'])[^"']*(["'])`, '$1***$2'],
  [(key) => `(${key}[0-9]*\\s+["'])[^"']*(["'])`, '$1***$2'],
  [(key) => `([-]{2}${key}[0-9]*\\s+)[^'^"^=^\\s]+([\\s]*)`, '$1***$2'],
  [(key) => `(["'][^"']*${key}[0-9]*["']\\s*:\\s*u?["'])[^"']*(["'])`, '$1***$2'],
  [(key) => `(${key}[0-9]*\\s*--?[A-z]+\\s*)\\S+(\\s*)`, '$1***$2'],
  [(key) => `(${key}[0-9]*\\s*[=]\\s*)[^\\s^'^"]+`, '$1***'],
  [(key) => `(['"][^"']*${key}[0-9]*['"]\\s*:\\s*u?['"].*['"])[^"']*(['"])`, '$1'],
];

/** The text with its passwords and tokens as `***`. */
export function maskPassword(text: string): string {
  let out = text;
  for (const key of KEYS) {
    if (!out.toLowerCase().includes(key)) continue;
    for (const [pattern, stays] of PATTERNS) out = out.replaceAll(new RegExp(pattern(key), 'gis'), stays);
  }
  return out;
}
