import { command } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import { programNamed } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { displayWidth } from '../../host/width.ts';

const SHEBANGS: readonly [RegExp, string][] = [
  [/^#!\s*(\/usr)?\/bin\/bash\b/, 'Bourne-Again shell script'], [/^#!\s*(\/usr)?\/bin\/sh\b/, 'POSIX shell script'], [/^#!.*\bpython3?/, 'Python script'], [/^#!.*\bperl/, 'Perl script text executable'],
];

/** What kind of text it is. */
function textKind(text: string): string {
  const encoding = /[\uDC80-\uDCFF]/.test(text) ? 'Non-ISO extended-ASCII text' : /[^\x00-\x7f]/.test(text) ? 'UTF-8 Unicode text' : 'ASCII text';
  const marks = [
    ...(text.includes('\r\n') ? ['with CRLF line terminators'] : !text.includes('\n') ? ['with no line terminators'] : []), ...(/\x1b/.test(text) ? ['with escape sequences'] : []),
    ...(text.split('\n').some((line) => line.length > 300) ? ['with very long lines'] : []),
  ];
  const script = SHEBANGS.find(([pattern]) => pattern.test(text));
  if (script !== undefined) return `${script[1]}, ${encoding} executable`;
  return [encoding, ...marks].join(', ');
}

function kindOf(text: string): string {
  if (text === '') return 'empty';
  if (programNamed(text) !== null) return 'ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked, interpreter /lib64/ld-linux-x86-64.so.2, for GNU/Linux 3.2.0, stripped';
  if (text.startsWith('\x1f\udc8b')) return 'gzip compressed data, from Unix';
  if (text.slice(257, 262) === 'ustar') return 'POSIX tar archive (GNU)';
  if (text.startsWith('-----BEGIN CERTIFICATE')) return 'PEM certificate';
  if (text.startsWith('QFI\udcfb')) return 'QEMU QCOW2 Image (v3)';
  if (/^<\?xml/.test(text)) return 'XML 1.0 document, ASCII text';
  if (/^\s*[{[]/.test(text) && isJson(text)) return 'JSON data';
  if (text.includes('\0')) return 'data';
  return textKind(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function describe(sys: Sys, path: string, follows: boolean): string {
  try {
    const stat = follows ? sys.stat(path) : sys.lstat(path);
    const special = ((stat.mode & 0o4000) !== 0 ? 'setuid ' : '') + ((stat.mode & 0o2000) !== 0 ? 'setgid ' : '') + ((stat.mode & 0o1000) !== 0 ? 'sticky, ' : '');
    switch (stat.type) {
      case 'directory': return `${special}directory`;
      case 'symlink': return `${sys.exists(path) ? 'symbolic link to' : 'broken symbolic link to'} ${sys.readLink(path)}`;
      case 'character': return 'character special (1/3)';
      case 'fifo': return 'fifo (named pipe)';
      case 'socket': return 'socket';
      default:
        if (!sys.access(path, 'read')) return 'regular file, no read permission';
        return sys.readBlob(path) !== undefined ? 'data' : special + kindOf(sys.readFile(path));
    }
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return `cannot open \`${path}' (${error.text})`;
  }
}

/** file(1): what a file holds, by its first bytes. */
export const file = command({
  name: 'file', usage: ['[OPTION...] [FILE...]'], summary: 'Tells what kind of data files hold.', version: 'file-5.39', isShortNamed: true, hint: 'Usage: file [OPTION...] [FILE...]',
  options: { short: 'bcCde:f:F:hiklLm:nNpP:rsSvzZ0', long: { brief: 'b', mime: 'i', dereference: 'L', 'no-dereference': 'h', 'mime-type': 'mime-type' } }, notModelled: ['0', 'c', 'C', 'e', 'f', 'F', 'm', 'N', 'r', 'z'],
  *run(sys, args) {
    if (args.operands.length === 0) {
      yield* sys.write(2, 'Usage: file [OPTION...] [FILE...]\n');
      return 1;
    }
    const width = Math.max(...args.operands.map((path) => displayWidth(path)));
    for (const path of args.operands) {
      const kind = describe(sys, path, args.has('L'));
      const mime = kind === 'directory' ? 'inode/directory' : kind === 'empty' ? 'inode/x-empty' : kind.startsWith('ASCII') ? 'text/plain' : kind.startsWith('UTF-8') ? 'text/plain' : kind === 'JSON data' ? 'application/json' : 'application/octet-stream';
      const shown = args.has('mime-type') ? mime : args.has('i') ? `${mime}; charset=${mime === 'text/plain' ? (kind.startsWith('UTF') ? 'utf-8' : 'us-ascii') : 'binary'}` : kind;
      yield* sys.write(1, args.has('b') ? `${shown}\n` : `${path}:${' '.repeat(width - displayWidth(path) + 1)}${shown}\n`);
    }
    return 0;
  },
});
