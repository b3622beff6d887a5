// Names of units: suffixes, templates, escaping and the specifiers that stand for parts of them (systemd.unit(5)).

export const UNIT_TYPES = [
  'service', 'mount', 'swap', 'socket', 'target', 'device', 'automount', 'timer', 'path', 'slice', 'scope',
] as const;
export type UnitType = (typeof UNIT_TYPES)[number];

/** The type that a name's suffix says, or null. */
export function typeOf(name: string): UnitType | null {
  const suffix = name.slice(name.lastIndexOf('.') + 1);
  return (UNIT_TYPES as readonly string[]).includes(suffix) && name.includes('.') ? (suffix as UnitType) : null;
}

const stem = (name: string): string => name.slice(0, name.lastIndexOf('.'));

/** `foo@bar.service` → foo@.service; null when the name has no `@`. */
export function templateOf(name: string): string | null {
  const at = name.indexOf('@');
  return at === -1 ? null : `${name.slice(0, at + 1)}${name.slice(name.lastIndexOf('.'))}`;
}

/** The part between `@` and the suffix; '' for a template or a plain name. */
export function instanceOf(name: string): string {
  const at = name.indexOf('@');
  return at === -1 ? '' : stem(name).slice(at + 1);
}

export const isTemplate = (name: string): boolean => name.includes('@') && instanceOf(name) === '';

/** `foo@.service` with an instance filled in. */
export function withInstance(template: string, instance: string): string {
  const at = template.indexOf('@');
  return `${template.slice(0, at + 1)}${instance}${template.slice(template.lastIndexOf('.'))}`;
}

const isPlain = (character: string): boolean => /[A-Za-z0-9:_.]/.test(character);

/** systemd-escape: `/` becomes `-`, other odd characters `\xNN`. */
export function escapeName(text: string): string {
  return [...text].map((character, index) => {
    if (character === '/') return '-';
    if (isPlain(character) && !(character === '.' && index === 0)) return character;
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  }).join('');
}

/** systemd-escape --unescape. */
export function unescapeName(text: string): string {
  return text.replaceAll('-', '/').replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** systemd-escape --path: `/` alone is `-`. */
export const escapePath = (path: string): string => {
  const trimmed = path.replace(/^\/+|\/+$/g, '').replace(/\/+/g, '/');
  return trimmed === '' ? '-' : escapeName(trimmed);
};

/** What a person means on a command line: `httpd` is a service, a path its mount, `/dev/x` its device. */
export function mangleName(text: string): { readonly name: string; readonly isEscaped: boolean } {
  if (text.startsWith('/dev/')) return { name: `${escapePath(text)}.device`, isEscaped: false };
  if (text.startsWith('/')) return { name: `${escapePath(text)}.mount`, isEscaped: false };
  const isEscaped = /[^A-Za-z0-9:_.\\@*?[\]!-]/.test(text);
  const name = isEscaped ? [...text].map((each) => (each === '@' || each === '-' ? each : escapeName(each))).join('') : text;
  return { name: typeOf(name) === null ? `${name}.service` : name, isEscaped };
}

export const isGlob = (text: string): boolean => /[*?[]/.test(text);

/** fnmatch(3) without special treatment of `/` and dots. */
export function matchesGlob(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.').replace(/\[!/g, '[^');
  try {
    return new RegExp(`^${source}$`, 's').test(text);
  } catch {
    return pattern === text;
  }
}

/** What specifiers that do not come from the name stand for. */
export interface SpecifierFacts {
  readonly hostname: string;
  readonly machineId: string;
  readonly bootId: string;
  readonly kernel: string;
}

/** Fills in `%i`, `%n`, `%t` and their kin; unknown ones stay. */
export function expandSpecifiers(text: string, name: string, facts: SpecifierFacts): string {
  const prefix = (name.includes('@') ? name.slice(0, name.indexOf('@')) : stem(name));
  const values: Readonly<Record<string, string>> = {
    '%': '%', n: name, N: stem(name), p: prefix, P: unescapeName(prefix), i: instanceOf(name), I: unescapeName(instanceOf(name)),
    j: prefix.slice(prefix.lastIndexOf('-') + 1), J: unescapeName(prefix.slice(prefix.lastIndexOf('-') + 1)),
    f: `/${unescapeName(instanceOf(name) === '' ? prefix : instanceOf(name))}`, t: '/run', S: '/var/lib', C: '/var/cache', L: '/var/log',
    E: '/etc', T: '/tmp', V: '/var/tmp', u: 'root', U: '0', g: 'root', G: '0', h: '/root', s: '/bin/bash',
    H: facts.hostname, l: facts.hostname.split('.')[0] ?? '', m: facts.machineId, b: facts.bootId, v: facts.kernel, a: 'x86-64',
  };
  return text.replace(/%(.)/g, (whole, letter: string) => values[letter] ?? whole);
}
