import { command } from '../../host/command.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'en_GB.UTF-8', 'en_AU.UTF-8', 'en_CA.UTF-8', 'en_IN.UTF-8', 'en_IE.UTF-8', 'en_NZ.UTF-8', 'en_ZA.UTF-8'];
const KEYMAPS = ['us', 'us-intl', 'gb', 'dvorak'];

/** localectl of systemd 252: locale and keyboard of the host. */
export const localectl: Program = command({
  name: 'localectl',
  usage: ['[OPTIONS...] COMMAND ...'],
  summary: 'Shows and changes the locale and the keyboard layout of the host.',
  version: 'systemd 252 (252-32.el9)',
  isShortNamed: true,
  hint: '',
  options: { short: 'H:M:h', long: { 'no-pager': 'no-pager', 'no-ask-password': 'no-ask', 'no-convert': 'no-convert', 'host=': 'H', 'machine=': 'M' } },
  notModelled: ['H', 'M'],
  *run(sys, args) {
    const [verb = 'status', ...rest] = args.operands;
    switch (verb) {
      case 'status': return yield* say(sys, status(sys));
      case 'list-locales': return yield* say(sys, [...LOCALES].sort().map((name) => `${name}\n`).join(''));
      case 'list-keymaps': return yield* say(sys, [...KEYMAPS].sort().map((name) => `${name}\n`).join(''));
      case 'set-locale': return yield* setLocale(sys, rest);
      case 'set-keymap': return yield* setKeymap(sys, rest);
      case 'set-x11-keymap': return yield* fail(sys, 'handstack: localectl: X11 keyboards are not modelled');
      default: return yield* fail(sys, `Unknown command verb ${verb}.`);
    }
  },
});

function* say(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

function* fail(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, `${text}\n`);
  return 1;
}

const setting = (sys: Sys, path: string, name: string): string =>
  (sys.exists(path) ? new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(sys.readFile(path))?.[1] : undefined) ?? '';

function status(sys: Sys): string {
  const lang = setting(sys, '/etc/locale.conf', 'LANG');
  const keymap = setting(sys, '/etc/vconsole.conf', 'KEYMAP');
  return `System Locale: ${lang === '' ? 'n/a' : `LANG=${lang}`}\n    VC Keymap: ${keymap === '' ? '(unset)' : keymap}\n   X11 Layout: ${keymap === '' ? '(unset)' : keymap}\n`;
}

function* setLocale(sys: Sys, words: readonly string[]): Routine<number> {
  if (words.length === 0) return yield* fail(sys, 'Too few arguments.');
  for (const word of words) {
    const [name = '', value] = word.includes('=') ? word.split('=') : ['LANG', word];
    if (value === undefined || !/^(LANG|LANGUAGE|LC_[A-Z]+)$/.test(name)) return yield* fail(sys, 'Failed to issue method call: Invalid Locale data.');
    if (!LOCALES.includes(value) && value !== 'C' && value !== '') {
      return yield* fail(sys, `Failed to issue method call: Can not enable locale generation for invalid locale: ${value}`);
    }
  }
  if (sys.credentials.uid !== 0) return yield* fail(sys, 'Failed to issue method call: Interactive authentication required.');
  sys.writeFile('/etc/locale.conf', words.map((word) => `${word.includes('=') ? word : `LANG=${word}`}\n`).join(''));
  return 0;
}

function* setKeymap(sys: Sys, [keymap]: readonly string[]): Routine<number> {
  if (keymap === undefined) return yield* fail(sys, 'Too few arguments.');
  if (!KEYMAPS.includes(keymap)) return yield* fail(sys, `Failed to set keymap: Keymap ${keymap} is not installed.`);
  if (sys.credentials.uid !== 0) return yield* fail(sys, 'Failed to set keymap: Interactive authentication required.');
  sys.writeFile('/etc/vconsole.conf', `KEYMAP="${keymap}"\nFONT="eurlatgr"\n`);
  return 0;
}
