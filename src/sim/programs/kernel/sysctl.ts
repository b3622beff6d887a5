import { command } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const ROOT = '/proc/sys';
/** Where settings come from at boot, in the order of precedence (sysctl.d(5)). */
const FOLDERS = ['/run/sysctl.d', '/etc/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d'];

/** sysctl of procps-ng: kernel settings by way of /proc/sys. */
export const sysctl: Program = command({
  name: 'sysctl',
  usage: ['[options] [variable[=value] ...]'],
  summary: 'Shows and changes settings of the kernel.',
  version: 'sysctl from procps-ng 3.3.17',
  isShortNamed: true,
  options: {
    short: 'aAXbeNnp::fwqor:dVh',
    long: { all: 'a', names: 'N', values: 'n', write: 'w', quiet: 'q', ignore: 'e', 'load=?': 'p', system: 'system', 'pattern=': 'r', binary: 'b' },
  },
  notModelled: ['b'],
  *run(sys, args) {
    if (args.has('system')) return yield* applySystem(sys, args);
    if (args.has('p') || args.has('f')) {
      const files = args.last('p') !== null ? [args.last('p') ?? '', ...args.operands] : args.operands.length > 0 ? args.operands : ['/etc/sysctl.conf'];
      let status = 0;
      for (const path of files) status = Math.max(status, yield* applyFile(sys, args, path));
      return status;
    }
    if (args.has('a') || args.has('A') || args.has('X')) return yield* showAll(sys, args);
    if (args.operands.length === 0) {
      yield* sys.write(1, '\nUsage:\n sysctl [options] [variable[=value] ...]\n\nOptions: -a -n -N -e -q -w -p[FILE] --system\n');
      return 1;
    }
    let status = 0;
    for (const each of args.operands) {
      const at = each.indexOf('=');
      const result = at === -1 && !args.has('w') ? yield* show(sys, args, each)
        : at === -1 ? yield* complain(sys, `"${each}" must be of the form name=value`) : yield* set(sys, args, each.slice(0, at).trim(), each.slice(at + 1).trim());
      status = Math.max(status, result);
    }
    return status;
  },
});

function* complain(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, `sysctl: ${text}\n`);
  return 1;
}

/** Both separators will do: `net.ipv4.ip_forward`, `net/ipv4/ip_forward`. */
const pathOf = (key: string): string => `${ROOT}/${key.includes('/') && !/^[^/]*\./.test(key) ? key : key.replaceAll('.', '/')}`;
const keyOf = (path: string): string => path.slice(ROOT.length + 1).replaceAll('/', '.');

function* show(sys: Sys, args: ParsedOptions, name: string): Routine<number> {
  const path = pathOf(name);
  if (!sys.exists(path)) return args.has('e') ? 0 : yield* complain(sys, `cannot stat ${path}: No such file or directory`);
  if (sys.stat(path).type === 'directory') {
    for (const each of keysBelow(sys, path)) yield* line(sys, args, each);
    return 0;
  }
  try {
    return yield* line(sys, args, path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return yield* complain(sys, `permission denied on key '${keyOf(path)}'`);
  }
}

function* line(sys: Sys, args: ParsedOptions, path: string): Routine<number> {
  const value = sys.readFile(path).replace(/\n$/, '');
  const key = keyOf(path);
  yield* sys.write(1, args.has('n') ? `${value}\n` : args.has('N') ? `${key}\n` : `${key} = ${value}\n`);
  return 0;
}

function keysBelow(sys: Sys, path: string): string[] {
  return sys.readDirectory(path).flatMap((name) => {
    const full = `${path}/${name}`;
    return sys.stat(full).type === 'directory' ? keysBelow(sys, full) : [full];
  });
}

/** A wrong pattern matches nothing. */
function patternOf(text: string | null): RegExp | null {
  try {
    return text === null ? null : new RegExp(text);
  } catch {
    return /$^/;
  }
}

function* showAll(sys: Sys, args: ParsedOptions): Routine<number> {
  const pattern = patternOf(args.last('r'));
  for (const path of keysBelow(sys, ROOT)) {
    if (pattern !== null && !pattern.test(keyOf(path))) continue;
    try {
      yield* line(sys, args, path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* sys.write(2, `sysctl: permission denied on key '${keyOf(path)}'\n`);
    }
  }
  return 0;
}

/** Sets one key, and says so unless -q. */
export function* set(sys: Sys, args: ParsedOptions | null, name: string, value: string): Routine<number> {
  const path = pathOf(name);
  const key = keyOf(path);
  if (!sys.exists(path)) return args?.has('e') === true ? 0 : yield* complain(sys, `cannot stat ${path}: No such file or directory`);
  try {
    const fd = sys.open(path, { write: true });
    yield* sys.write(fd, `${value}\n`);
    sys.close(fd);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EINVAL') return yield* complain(sys, `setting key "${key}": Invalid argument`);
    return yield* complain(sys, `permission denied on key "${key}"`);
  }
  if (args?.has('q') === false) yield* sys.write(1, args.has('n') ? `${value}\n` : args.has('N') ? `${key}\n` : `${key} = ${value}\n`);
  return 0;
}

/** `name = value` lines; a leading `-` forgives unknown keys. */
function* applyFile(sys: Sys, args: ParsedOptions | null, path: string): Routine<number> {
  let text: string;
  try {
    text = path === '-' ? yield* sys.readAll(0) : sys.readFile(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return yield* complain(sys, `cannot open "${path}": ${error.text}`);
  }
  let status = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const at = trimmed.indexOf('=');
    if (at === -1) {
      yield* sys.write(2, `sysctl: ${path}(${index + 1}): invalid syntax, continuing...\n`);
      continue;
    }
    const name = trimmed.slice(0, at).trim();
    const isForgiven = name.startsWith('-') && !sys.exists(pathOf(name.slice(1)));
    if (!isForgiven) status = Math.max(status, yield* set(sys, args, name.replace(/^-/, ''), trimmed.slice(at + 1).trim()));
  }
  return status;
}

/** All drop-ins by name (a file in an earlier folder hides later ones), then /etc/sysctl.conf. */
function dropIns(sys: Sys): string[] {
  const byName = new Map<string, string>();
  for (const folder of FOLDERS) {
    if (!sys.exists(folder)) continue;
    for (const name of sys.readDirectory(folder)) {
      if (name.endsWith('.conf') && !byName.has(name)) byName.set(name, `${folder}/${name}`);
    }
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

function* applySystem(sys: Sys, args: ParsedOptions): Routine<number> {
  let status = 0;
  for (const path of [...dropIns(sys), '/etc/sysctl.conf']) {
    if (!sys.exists(path)) continue;
    yield* sys.write(1, `* Applying ${path} ...\n`);
    status = Math.max(status, yield* applyFile(sys, args, path));
  }
  return status;
}

/** systemd-sysctl: applies the files at boot, silently. */
export const systemdSysctl: Program = {
  name: 'systemd-sysctl',
  *run(sys) {
    for (const path of dropIns(sys)) {
      for (const raw of sys.readFile(path).split('\n')) {
        const [, name = '', value = ''] = /^\s*-?([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(raw) ?? [];
        if (name === '') continue;
        if (sys.exists(pathOf(name))) yield* set(sys, null, name, value);
        else sys.log(`Couldn't write '${value}' to '${name.replaceAll('.', '/')}', ignoring: No such file or directory`);
      }
    }
    return 0;
  },
};
