import { command, complain, statOrNull } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { waitFor } from './become.ts';
import { readSudoers } from './sudoers.ts';

/** Checks a file, prints what is wrong; true when all is well. */
function* check(sys: Sys, path: string, shown: string, announce: boolean): Routine<boolean> {
  const { errors } = readSudoers(sys, path);
  for (const error of errors) yield* sys.write(2, `${error.file === path ? shown : error.file}:${error.line}:${error.text.length}: syntax error\n${error.text}\n${' '.repeat(Math.max(0, error.text.length - 1))}^\n`);
  if (announce && errors.length === 0) yield* sys.write(1, `${shown}: parsed OK\n`);
  return errors.length === 0;
}

function* edit(sys: Sys, path: string): Routine<number> {
  const copy = `${path}.tmp`;
  sys.writeFile(copy, sys.readFile(path), { mode: 0o600 });
  const editor = sys.env['SUDO_EDITOR'] ?? sys.env['VISUAL'] ?? sys.env['EDITOR'] ?? 'vi';
  for (;;) {
    const pid = yield* sys.spawn('/usr/bin/env', ['env', ...editor.split(/\s+/), copy]);
    yield* waitFor(sys, pid);
    if (sys.readFile(copy) === sys.readFile(path)) {
      sys.unlink(copy);
      yield* complain(sys, `${copy} unchanged`);
      return 0;
    }
    if (yield* check(sys, copy, path, false)) break;
    yield* sys.write(1, 'What now? ');
    const answer = (yield* sys.readLine(0))?.trim() ?? 'x';
    if (answer === 'x') {
      sys.unlink(copy);
      return 0;
    }
    if (answer === 'Q') break;
    if (answer !== 'e') yield* sys.write(1, "Options are:\n  (e)dit sudoers file again\n  e(x)it without saving changes to sudoers file\n  (Q)uit and save changes to sudoers file (DANGER!)\n\n");
  }
  sys.writeFile(path, sys.readFile(copy));
  sys.unlink(copy);
  return 0;
}

/** visudo(8): edits sudoers and checks it before it counts. */
export const visudo = command({
  name: 'visudo', usage: ['[-chqsV] [[-f] sudoers ]'], summary: 'Edits the sudoers file safely; -c only checks it.', isShortNamed: true, version: 'visudo version 1.9.5p2',
  options: { short: 'cf:hOPqsVx:', long: { check: 'c', 'file=': 'f', quiet: 'q', strict: 's', 'no-includes': 'I', owner: 'O', perms: 'P', 'export=': 'x' } },
  notModelled: ['x'],
  *run(sys, args) {
    const path = args.last('f') ?? args.operands[0] ?? '/etc/sudoers';
    try {
      if (statOrNull(sys, path) === null && args.has('f') && !args.has('c')) sys.writeFile(path, '', { mode: 0o440 });
      sys.readFile(path);
    } catch (error) {
      yield* complain(sys, `${shellQuote(path)}: ${strerror(error)}`);
      return 1;
    }
    if (args.has('c')) return (yield* check(sys, path, path, !args.has('q'))) ? 0 : 1;
    return yield* edit(sys, path);
  },
});

/** nologin(8): the shell of accounts nobody logs in to. */
export const nologin = command({
  name: 'nologin', usage: ['[options]'], summary: 'Refuses a login politely.', isShortNamed: true, version: 'nologin from util-linux 2.37.4',
  options: { short: '+c:', long: { 'command=': 'c' } },
  *run(sys) {
    yield* sys.write(1, sys.exists('/etc/nologin.txt') ? sys.readFile('/etc/nologin.txt') : 'This account is currently not available.\n');
    return 1;
  },
});
