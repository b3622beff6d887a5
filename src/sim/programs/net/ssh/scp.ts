import { UsageError, getopt, type ParsedOptions } from '../../../host/getopt.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { LineReader } from '../../../host/line-reader.ts';
import { readPiece, readTree, receive } from './scp-files.ts';
import { progress } from './scp-progress.ts';

const USAGE = `usage: scp [-346ABCOpqRrsTv] [-c cipher] [-D sftp_server_path] [-F ssh_config]
           [-i identity_file] [-J destination] [-l limit]
           [-o ssh_option] [-P port] [-S program] source ... target
`;

/** A place: on this host, or on another. */
interface Place {
  readonly host: string | null;
  readonly path: string;
}

/** scp of OpenSSH 8.7: runs itself over there by way of ssh; both ends exchange pieces as JSON lines. */
export const scp: Program = {
  name: 'scp',
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: '12346ABCOpqRrstTvdfl:c:D:F:i:J:o:P:S:' });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `scp: ${error.message.replace('invalid option', 'unknown option')}\n${USAGE}`);
      return 1;
    }
    if (args.has('t')) return yield* sink(sys, args);
    if (args.has('f')) return yield* source(sys, args);
    if (args.operands.length < 2) {
      yield* sys.write(2, USAGE);
      return 1;
    }
    const target = place(args.operands.at(-1) ?? '');
    let status = 0;
    for (const each of args.operands.slice(0, -1)) {
      const result = yield* copy(sys, args, place(each), target, args.operands.length > 2);
      if (result !== 0) status = result;
    }
    return status;
  },
};

function place(text: string): Place {
  const [, host, path = ''] = /^([^/:]+|\[[^\]]+\]):(.*)$/.exec(text) ?? [];
  return host === undefined ? { host: null, path: text } : { host, path: path === '' ? '.' : path };
}

function* copy(sys: Sys, args: ParsedOptions, from: Place, to: Place, hasMany: boolean): Routine<number> {
  if (from.host === null && to.host === null) return yield* copyLocally(sys, args, from.path, to.path);
  if (from.host !== null && to.host !== null) {
    yield* sys.write(2, 'handstack: scp: copying between two other hosts is not modelled\n');
    return 1;
  }
  return to.host !== null ? yield* upload(sys, args, from.path, to.host, to.path, hasMany) : yield* download(sys, args, from, to.path);
}

function* copyLocally(sys: Sys, args: ParsedOptions, from: string, to: string): Routine<number> {
  const pid = yield* sys.spawn('/usr/bin/cp', ['cp', ...(args.has('r') ? ['-r'] : []), ...(args.has('p') ? ['-p'] : []), '--', from, to]);
  return (yield* sys.wait(pid)).status;
}

/** Runs `scp` over there; descriptors of what it reads and writes. */
function* remote(sys: Sys, args: ParsedOptions, host: string, flags: string, path: string): Routine<{ pid: number; input: number; output: number }> {
  const [inRead, inWrite] = sys.pipe();
  const [outRead, outWrite] = sys.pipe();
  const passed = args.options.flatMap(({ name, value }) => (name === 'P' ? ['-p', value ?? ''] : ['i', 'o', 'F', 'J'].includes(name) ? [`-${name}`, value ?? ''] : []));
  const quoted = /^[\w./~@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  const command = `scp ${flags}${args.has('r') ? ' -r' : ''}${args.has('p') ? ' -p' : ''} ${quoted}`;
  const pid = yield* sys.spawn('/usr/bin/ssh', ['ssh', '-q', '-T', ...passed, host, command], { fds: { 0: inRead, 1: outWrite, 2: 2 } });
  for (const fd of [inRead, outWrite]) sys.close(fd);
  return { pid, input: inWrite, output: outRead };
}

function* finish(sys: Sys, pid: number): Routine<number> {
  const { status } = yield* sys.wait(pid);
  if (status === 255) yield* sys.write(2, 'scp: Connection closed\n');
  return status;
}

function* upload(sys: Sys, args: ParsedOptions, path: string, host: string, target: string, hasMany: boolean): Routine<number> {
  sys.ignoreSignals(['SIGPIPE']);
  const { pid, input, output } = yield* remote(sys, args, host, `-t${hasMany ? ' -d' : ''}`, target);
  const replies = new LineReader(sys, output);
  const first = yield* replies.next();
  if (first === null) return yield* finish(sys, pid);
  let isGood = true;
  for (const piece of readTree(sys, path, args.has('r'), (name, why) => `stat local "${name}": ${why}`)) {
    if ('error' in piece) {
      yield* sys.write(2, `scp: ${piece.error}\n`);
      isGood = false;
      continue;
    }
    yield* sys.write(input, `${JSON.stringify(piece)}\n`);
    const answer = readPiece((yield* replies.next()) ?? '') ?? { error: 'Connection closed' };
    if ('error' in answer && answer.error !== null) {
      yield* sys.write(2, `scp: ${answer.error}\n`);
      isGood = false;
    } else if (piece.kind === 'file' && !args.has('q')) yield* progress(sys, piece.name, piece.text);
  }
  sys.close(input);
  const status = yield* finish(sys, pid);
  return isGood ? status : status === 0 ? 1 : status;
}

function* download(sys: Sys, args: ParsedOptions, from: Place, target: string): Routine<number> {
  const { pid, input, output } = yield* remote(sys, args, from.host ?? '', '-f', from.path);
  sys.close(input);
  const lines = new LineReader(sys, output);
  let isGood = true;
  for (;;) {
    const line = yield* lines.next();
    if (line === null) break;
    const piece = readPiece(line) ?? { error: `protocol error: ${line.trim()}` };
    const error = 'error' in piece ? piece.error : receive(sys, piece, target, false, args.has('p'));
    if (error !== null) {
      yield* sys.write(2, `scp: ${error}\n`);
      isGood = false;
    } else if ('kind' in piece && piece.kind === 'file' && !args.has('q')) yield* progress(sys, piece.name, piece.text);
  }
  const status = yield* finish(sys, pid);
  return isGood ? status : 1;
}

/** `scp -t`: the receiving end over there. */
function* sink(sys: Sys, args: ParsedOptions): Routine<number> {
  const target = args.operands[0] ?? '.';
  yield* sys.write(1, `${JSON.stringify({ error: null })}\n`);
  const lines = new LineReader(sys, 0);
  for (;;) {
    const line = yield* lines.next();
    if (line === null) return 0;
    const piece = readPiece(line);
    if (piece === null || 'error' in piece) {
      yield* sys.write(1, `${JSON.stringify({ error: `protocol error: ${line.trim()}` })}\n`);
      return 1;
    }
    const error = receive(sys, piece, target, args.has('d'), args.has('p'));
    yield* sys.write(1, `${JSON.stringify({ error })}\n`);
  }
}

/** `scp -f`: the sending end over there. */
function* source(sys: Sys, args: ParsedOptions): Routine<number> {
  let status = 0;
  for (const piece of readTree(sys, args.operands[0] ?? '.', args.has('r'), (name, why) => `${name}: ${why}`)) {
    if ('error' in piece) status = 1;
    yield* sys.write(1, `${JSON.stringify(piece)}\n`);
  }
  return status;
}

