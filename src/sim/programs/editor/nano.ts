import { statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import { splitPath } from '../../host/path.ts';
import type { Sys } from '../../host/sys.ts';
import { onScreen } from './screen.ts';

/** What nano's curses writes before it finds that nobody types (recorded). */
const NO_TERMINAL = '\x1b[?2004h\x1b)0\x1b[1;24r\x1b[m\x1b(B\x1b[4l\x1b[?7h\x1b[?25l\x1b[?25h\x1b[24;1H\n\x1b[?2004l';

interface Buffer {
  readonly path: string;
  text: string | null;
  readonly isReadOnly: boolean;
  message: string;
}

const lines = (text: string): string => {
  const count = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
  return `${count} line${count === 1 ? '' : 's'}`;
};

function load(sys: Sys, path: string, isView: boolean): Buffer {
  const stat = path === '' ? null : statOrNull(sys, path);
  if (path === '') return { path, text: null, isReadOnly: isView, message: '' };
  if (stat?.type === 'directory') return { path: '', text: null, isReadOnly: isView, message: `"${path}" is a directory` };
  try {
    if (stat === null) {
      const { directory } = splitPath(path);
      const message = statOrNull(sys, directory)?.type === 'directory' ? 'New File' : `Directory '${directory}' does not exist`;
      return { path, text: null, isReadOnly: isView, message };
    }
    const text = sys.readFile(path);
    const isUnwritable = !sys.access(path, 'write');
    return { path, text, isReadOnly: isView, message: `Read ${lines(text)}${isUnwritable ? ' (Warning: No write permission)' : ''}` };
  } catch (error) {
    return { path: '', text: null, isReadOnly: isView, message: `Error reading ${path}: ${strerror(error)}` };
  }
}

function* editFile(sys: Sys, path: string, isView: boolean, line: number | null): Routine<void> {
  const buffer = load(sys, path, isView);
  for (;;) {
    const at = line === null ? {} : { line };
    const result = yield* sys.edit({ editor: 'nano', path: buffer.path, text: buffer.text, isReadOnly: buffer.isReadOnly, message: buffer.message, ...at });
    if (result.kind === 'leave') return;
    const target = result.path === '' ? buffer.path : result.path;
    // nano ends the last line of what it writes.
    const text = result.text === '' || result.text.endsWith('\n') ? result.text : `${result.text}\n`;
    buffer.text = text;
    if (target === '') {
      buffer.message = 'Cancelled';
      continue;
    }
    try {
      sys.writeFile(target, text, { mode: 0o666 });
      if (result.leaves) return;
      buffer.message = `Wrote ${lines(text)}`;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      buffer.message = `Error writing ${target}: ${error.text}`;
    }
  }
}

/** nano(1). */
export const nano: Program = {
  name: 'nano',
  *run(sys) {
    const args = sys.argv.slice(1);
    if (args.includes('--version') || args.includes('-V')) {
      yield* sys.write(1, ' GNU nano, version 5.6.1\n');
      return 0;
    }
    if (!sys.isTty(0)) {
      yield* sys.write(1, NO_TERMINAL);
      yield* sys.write(2, 'Standard input is not a terminal\n');
      return 1;
    }
    const isView = args.includes('-v') || args.includes('--view');
    const files = args.filter((arg) => !arg.startsWith('-') && !/^\+\d/.test(arg));
    const start = args.find((arg) => /^\+\d/.test(arg));
    const line = start === undefined ? null : parseInt(start.slice(1), 10);
    return yield* onScreen(sys, 'nano', function* () {
      for (const file of files.length === 0 ? [''] : files) yield* editFile(sys, file, isView, line);
    });
  },
};
