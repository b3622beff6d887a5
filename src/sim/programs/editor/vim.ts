import { byteLength } from '../../../base/bytes.ts';
import { statOrNull } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import type { Stat } from '../../host/inode.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { EditRequest, Sys } from '../../host/sys.ts';
import { onScreen } from './screen.ts';

/** What vim's command line says. */
interface Call {
  readonly files: readonly string[];
  readonly isReadOnly: boolean;
  readonly line: number | null;
}

const WITH_VALUE = ['-c', '-S', '-s', '-t', '-T', '-u', '-U', '-w', '-W', '-i', '--cmd', '-r', '-L'];

function parseCall(args: readonly string[], name: string): Call | string {
  const files: string[] = [];
  let isReadOnly = /^r?view$/.test(name);
  let line: number | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      files.push(...args.slice(index + 1));
      break;
    }
    if (/^\+\d*$/.test(arg)) line = arg === '+' ? Infinity : Number(arg.slice(1));
    else if (arg.startsWith('+')) continue;
    else if (arg === '-R') isReadOnly = true;
    else if (WITH_VALUE.includes(arg)) index += 1;
    else if (/^-[bCdeEFgHlmMnNopOvVxXyZAD]\d*$/.test(arg)) continue;
    else if (arg.startsWith('-') && arg !== '-') return arg;
    else files.push(arg);
  }
  return { files, isReadOnly, line };
}

const lineCount = (text: string): number => (text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0));

/** `5L, 120B`, with `[noeol]` where the last line has no end. */
const measure = (text: string): string =>
  `${text !== '' && !text.endsWith('\n') ? '[noeol] ' : ''}${lineCount(text)}L, ${byteLength(text)}B`;

/** What vim has open: the name as given, and what it knows of the file. */
interface Buffer {
  readonly path: string;
  text: string | null;
  isReadOnly: boolean;
  message: string;
}

/** Without a write bit the file counts as read-only even for root; so it does where we may not write. */
const isProtected = (sys: Sys, path: string, stat: Stat): boolean => (stat.mode & 0o222) === 0 || !sys.access(path, 'write');

function load(sys: Sys, path: string, isView: boolean): Buffer {
  const stat = statOrNull(sys, path);
  if (stat === null) return { path, text: null, isReadOnly: isView, message: `"${path}" ${missing(sys, path)}` };
  if (stat.type === 'directory') return { path, text: '', isReadOnly: true, message: `"${path}" is a directory` };
  let text: string;
  try {
    text = sys.readFile(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { path, text: '', isReadOnly: true, message: `"${path}" [Permission Denied]` };
  }
  const isReadOnly = isView || isProtected(sys, path, stat);
  return { path, text, isReadOnly, message: `"${path}" ${isReadOnly ? '[readonly] ' : ''}${measure(text)}` };
}

/** A file that is not there: new, unless something stands before it. */
function missing(sys: Sys, path: string): string {
  try {
    sys.stat(path);
  } catch (error) {
    if (error instanceof SysError && error.errno === 'EACCES') return '[Permission Denied]';
  }
  return '[New]';
}

/** `:w`: what vim answers, and whether it was written. */
function write(sys: Sys, buffer: Buffer, path: string, text: string, isForced: boolean): { message: string; isWritten: boolean } {
  const refuse = (message: string): { message: string; isWritten: boolean } => ({ message, isWritten: false });
  const isOwn = path === buffer.path;
  if (isOwn && buffer.isReadOnly && !isForced) return refuse("E45: 'readonly' option is set (add ! to override)");
  const old = statOrNull(sys, path);
  if (old?.type === 'directory') return refuse(`"${path}" E502: is a directory`);
  if (!isOwn && old !== null && !isForced) return refuse('E13: File exists (add ! to override)');
  if (old !== null && isProtected(sys, path, old) && !isForced) return refuse(`"${path}" E505: is read-only (add ! to override)`);
  try {
    forceWrite(sys, path, text, old, isForced);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return refuse(`"${path}" E212: Can't open file for writing`);
  }
  return { message: `"${path}" ${old === null ? '[New] ' : ''}${measure(text)} written`, isWritten: true };
}

/** With `!` the owner's missing write bit is set for the moment, and a file in one's own directory is replaced. */
function forceWrite(sys: Sys, path: string, text: string, old: Stat | null, isForced: boolean): void {
  try {
    sys.writeFile(path, text, { mode: 0o666 });
  } catch (error) {
    if (!isForced || old === null || !(error instanceof SysError) || error.errno !== 'EACCES') throw error;
    if (old.uid === sys.credentials.uid) {
      sys.chmod(path, old.mode | 0o200);
      sys.writeFile(path, text);
      sys.chmod(path, old.mode);
      return;
    }
    sys.unlink(path);
    sys.writeFile(path, text, { mode: old.mode });
  }
}

/** Edits one file until the person leaves it. */
function* editFile(sys: Sys, path: string, call: Call): Routine<void> {
  const buffer = load(sys, path, call.isReadOnly);
  for (;;) {
    const line = call.line === null ? {} : { line: Math.min(call.line, Math.max(1, lineCount(buffer.text ?? ''))) };
    const request: EditRequest = { editor: 'vim', path: buffer.path, text: buffer.text, isReadOnly: buffer.isReadOnly, message: buffer.message, ...line };
    const result = yield* sys.edit(request);
    if (result.kind === 'leave') return;
    const target = result.path === '' ? buffer.path : result.path;
    if (target === '') {
      Object.assign(buffer, { text: result.text, message: 'E32: No file name' });
      continue;
    }
    const outcome = write(sys, buffer, target, result.text, result.isForced);
    if (outcome.isWritten && result.leaves) return;
    Object.assign(buffer, { text: result.text, message: outcome.message, isReadOnly: buffer.isReadOnly && !outcome.isWritten });
  }
}

const VERSION = 'VIM - Vi IMproved 8.2 (2019 Dec 12, compiled Jun 20 2023 00:00:00)\n';

/** vi, vim, view: the page shows its editor in the terminal's place; files are read and written as the user of this process. */
function vimProgram(name: string): Program {
  return {
    name,
    *run(sys) {
      const called = (sys.argv[0] ?? name).replace(/^.*\//, '');
      const args = sys.argv.slice(1);
      if (args.includes('--version')) {
        yield* sys.write(1, VERSION);
        return 0;
      }
      if (args.includes('--help') || args.includes('-h')) {
        yield* sys.write(1, `${VERSION}\nUsage: ${called} [arguments] [file ..]\n\nArguments: -R (read only), +N (start at line N), -- (only files follow), --version\n`);
        return 0;
      }
      const call = parseCall(args, called);
      if (typeof call === 'string') {
        yield* sys.write(2, `${VERSION}Unknown option argument: "${call}"\nMore info with: "vim -h"\n`);
        return 1;
      }
      if (!sys.isTty(1)) yield* sys.write(2, 'Vim: Warning: Output is not to a terminal\n');
      if (!sys.isTty(0)) {
        yield* sys.write(2, 'Vim: Warning: Input is not from a terminal\nVim: Error reading input, exiting...\nVim: preserving files...\nVim: Finished.\n');
        return 1;
      }
      if (!sys.isTty(1)) return 1;
      return yield* onScreen(sys, called, function* () {
        for (const file of call.files.length === 0 ? [''] : call.files) yield* editFile(sys, file, call);
      });
    },
  };
}

export const vi = vimProgram('vi');
export const vim = vimProgram('vim');
