import { command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { diskKib } from '../../host/human.ts';
import type { Stat } from '../../host/inode.ts';
import { modeText } from '../../host/mode.ts';
import { mountOf } from '../../host/disks.ts';
import { shellQuote, shellQuoteAlways } from '../../host/quote.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { fileKind } from './file-kind.ts';

const DEVICE = 64514;

const stamp = (sys: Sys, ms: number): string => localTime(sys, '%Y-%m-%d %H:%M:%S.%N %z', ms);
const userName = (sys: Sys, uid: number): string => sys.accounts.byUid(uid)?.name ?? 'UNKNOWN';
const groupName = (sys: Sys, gid: number): string => sys.accounts.groupByGid(gid)?.name ?? 'UNKNOWN';

function values(sys: Sys, path: string, stat: Stat): Record<string, () => string> {
  const seconds = (ms: number): string => String(Math.floor(ms / 1000));
  return {
    a: () => stat.mode.toString(8), A: () => modeText(stat), b: () => String(diskKib(stat) * 2), B: () => '512', d: () => String(DEVICE), D: () => DEVICE.toString(16), f: () => rawMode(stat).toString(16),
    F: () => fileKind(stat), g: () => String(stat.gid), G: () => groupName(sys, stat.gid), h: () => String(stat.nlink), i: () => String(stat.ino), n: () => path,
    N: () => shellQuoteAlways(path) + (stat.type === 'symlink' ? ` -> ${shellQuoteAlways(sys.readLink(path))}` : ''), o: () => '4096', s: () => String(stat.sizeBytes),
    t: () => '0', T: () => '0', u: () => String(stat.uid), U: () => userName(sys, stat.uid), w: () => stamp(sys, stat.ctimeMs), W: () => seconds(stat.ctimeMs),
    x: () => stamp(sys, stat.atimeMs), X: () => seconds(stat.atimeMs), y: () => stamp(sys, stat.mtimeMs), Y: () => seconds(stat.mtimeMs), z: () => stamp(sys, stat.ctimeMs),
    Z: () => seconds(stat.ctimeMs), m: () => mountOf(sys, sys.realPath(path)).target, C: () => '?',
  };
}

const TYPE_BITS = { file: 0o100000, directory: 0o040000, symlink: 0o120000, character: 0o020000, fifo: 0o010000, socket: 0o140000 } as const;
const rawMode = (stat: Stat): number => TYPE_BITS[stat.type] | stat.mode;

function formatted(sys: Sys, format: string, path: string, stat: Stat): string {
  const known = values(sys, path, stat);
  return format.replace(/%([-+#0 ]*)(\d*)(?:\.\d+)?([a-zA-Z%])/g, (whole, flags: string, width: string, letter: string) => {
    if (letter === '%') return '%';
    const text = known[letter]?.();
    if (text === undefined) return '?';
    const shown = flags.includes('#') && letter === 'a' ? `0${text}` : text;
    return flags.includes('-') ? shown.padEnd(Number(width)) : shown.padStart(Number(width), flags.includes('0') ? '0' : ' ');
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', '"': '"', a: '\x07', e: '\x1b', r: '\r' };

function whole(sys: Sys, path: string, stat: Stat): string {
  const device = `${Math.floor(DEVICE / 256)},${DEVICE % 256}`;
  return `  File: ${shellQuote(path)}${stat.type === 'symlink' ? ` -> ${shellQuote(sys.readLink(path))}` : ''}\n`
    + `  Size: ${String(stat.sizeBytes).padEnd(10)}\tBlocks: ${String(diskKib(stat) * 2).padEnd(10)} IO Block: 4096   ${fileKind(stat)}\n`
    + `Device: ${device}\tInode: ${String(stat.ino).padEnd(11)} Links: ${stat.nlink}${stat.type === 'character' ? '     Device type: 1,3' : ''}\n`
    + `Access: (${stat.mode.toString(8).padStart(4, '0')}/${modeText(stat)})  Uid: (${String(stat.uid).padStart(5)}/${userName(sys, stat.uid).padStart(8)})   Gid: (${String(stat.gid).padStart(5)}/${groupName(sys, stat.gid).padStart(8)})\n`
    + `Access: ${stamp(sys, stat.atimeMs)}\nModify: ${stamp(sys, stat.mtimeMs)}\nChange: ${stamp(sys, stat.ctimeMs)}\n Birth: ${stamp(sys, stat.ctimeMs)}\n`;
}

function fileSystem(sys: Sys, path: string): string {
  const mount = mountOf(sys, sys.realPath(path));
  const blocks = Math.floor(mount.sizeKib / 4);
  const free = Math.floor((mount.sizeKib - mount.usedKib) / 4);
  return `  File: ${shellQuoteAlways(path).replace(/^'(.*)'$/, '"$1"')}\n    ID: fd0200000000 Namelen: 255     Type: ${mount.type}\nBlock size: 4096       Fundamental block size: 4096\n`
    + `Blocks: Total: ${String(blocks).padEnd(10)} Free: ${String(free).padEnd(10)} Available: ${free}\nInodes: Total: ${String(mount.inodes).padEnd(10)} Free: ${mount.inodes - mount.usedInodes}\n`;
}

/** stat(1). */
export const stat = command({
  name: 'stat', usage: ['[OPTION]... FILE...'], summary: 'Shows all there is to know of files; -c in a format of its own.', version: 'stat (GNU coreutils) 8.32',
  options: { short: 'c:fLt', long: { dereference: 'L', 'file-system': 'f', 'format=': 'c', 'printf=': 'printf', terse: 't', 'cached=': 'cached' } },
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    const format = args.lastOf('c', 'printf');
    let status = 0;
    for (const path of args.operands) {
      try {
        const found = args.has('L') ? sys.stat(path) : sys.lstat(path);
        if (args.has('f')) yield* sys.write(1, fileSystem(sys, path));
        else if (format === 'c') yield* sys.write(1, `${formatted(sys, args.last('c') ?? '', path, found)}\n`);
        else if (format === 'printf') yield* sys.write(1, formatted(sys, (args.last('printf') ?? '').replace(/\\(.)/g, (all, sign: string) => ESCAPES[sign] ?? all), path, found));
        else if (args.has('t')) yield* sys.write(1, `${formatted(sys, '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %Z %o', path, found)}\n`);
        else yield* sys.write(1, whole(sys, path, found));
      } catch (error) {
        yield* complain(sys, `${args.has('f') ? 'cannot read file system information for' : 'cannot statx'} ${shellQuoteAlways(path)}: ${strerror(error)}`);
        status = 1;
      }
    }
    return status;
  },
});
