// probes: what a Linux guest says of its files and ports. Reads only, and never by Python: that takes seconds here.
import { fromBase64 } from '../../base/base64.ts';
import { fromBytes } from '../../base/bytes.ts';
import { parseIni } from '../../base/ini.ts';
import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell, Together } from './kinds.ts';
import { unitWhy } from './units.ts';

/** Text of a file that an answer carries at most, in bytes. */
const MOST_TEXT = 200_000;

const TYPES: Readonly<Record<string, string>> = {
  'regular file': 'file', 'regular empty file': 'file', 'symbolic link': 'symlink',
  'character special file': 'character', 'block special file': 'block',
};

/** What `stat -c %F` says, in one word. */
export const typeOf = (said: string): string => TYPES[said] ?? said;

/** Files up to this size travel as they are: the line is slow, but so is starting another program. */
const SMALL = 2000;

/** What `stat` says of a file, and a mark that changes with its content. */
interface FileMark {
  readonly type: string;
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  readonly size: number;
  readonly mark: string;
}

/** Files by one call of stat, links not followed; null for one that is not there. */
const FILES: Together<FileMark | null> = {
  script: (paths) => `stat -c '%F|%a|%U|%G|%s|%i %.9Y %.9Z|%n' ${paths.map(quoted).join(' ')} 2>/dev/null; true`,
  read({ text }, paths) {
    const lines = text.split('\n').map((line) => line.split('|'));
    return paths.map((path) => {
      const fields = lines.find((each) => each.slice(6).join('|') === path);
      if (fields === undefined) return null;
      const [type = '', mode = '', owner = '', group = '', size = ''] = fields;
      return { type, mode, owner, group, size: Number(size), mark: fields.join('|') };
    });
  },
};

/** A file's text; null when it is not there or no file. */
export async function textOf(shell: Shell, path: string): Promise<string | null> {
  const [file = null] = await shell.together(FILES, [path]);
  return file === null ? null : textOfMarked(shell, path, file);
}

async function textOfMarked(shell: Shell, path: string, { type, size, mark }: FileMark): Promise<string | null> {
  if (type !== 'symbolic link' && TYPES[type] !== 'file') return null;
  const isSmall = type !== 'symbolic link' && size > 0 && size <= SMALL;
  // Configuration files shrink to a quarter.
  const script = isSmall ? `base64 ${quoted(path)}` : `[ -f ${quoted(path)} ] && head -c ${MOST_TEXT} ${quoted(path)} | gzip -1 | base64`;
  // A link's own mark says nothing of the file it leads to.
  const { text, status } = await (type === 'symbolic link' ? shell.run(script) : shell.runUnless(mark, script));
  if (status !== 0) return null;
  return fromBytes(isSmall ? fromBase64(text) : await gunzipped(fromBase64(text)));
}

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const { body } = new Response(bytes as Uint8Array<ArrayBuffer>);
  if (body === null) return bytes;
  return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

export async function answerFile(shell: Shell, { path }: Asked<'file'>): Promise<AnswerTo<'file'>> {
  const [file = null] = await shell.together(FILES, [path]);
  if (file === null) return { kind: 'file', type: null };
  const [text, link] = await Promise.all([textOfMarked(shell, path, file), file.type === 'symbolic link' ? linkAt(shell, path) : {}]);
  const { type, mode, owner, group } = file;
  return { kind: 'file', type: typeOf(type), mode: mode.padStart(4, '0'), owner, group, ...link, ...(text === null ? {} : { text }) };
}

/** What a symbolic link says, and what is there. */
async function linkAt(shell: Shell, path: string): Promise<{ readonly target: string; readonly leadsTo: string | null }> {
  const { text } = await shell.run(`readlink ${quoted(path)}; stat -L -c %F ${quoted(path)} 2>/dev/null; true`);
  const [target = '', leadsTo = ''] = text.split('\n');
  return { target, leadsTo: leadsTo === '' ? null : typeOf(leadsTo) };
}

export async function answerOption(shell: Shell, { host, path, section, name }: Asked<'option'>): Promise<AnswerTo<'option'>> {
  const text = await textOf(shell, path);
  if (text === null) return { kind: 'option', value: null, problem: `there is no file \`${path}\` on \`${host}\`` };
  const same = parseIni(text).entries.filter((entry) => entry.key === name);
  const mine = same.filter((entry) => entry.section === section).at(-1);
  const elsewhere = same.filter((entry) => entry.section !== section).map((entry) => ({ section: entry.section, line: entry.line, value: entry.value }));
  if (mine === undefined) return { kind: 'option', value: null, elsewhere };
  const source = { host, path, line: mine.line, text: text.split('\n')[mine.line - 1] ?? '' };
  return { kind: 'option', value: mine.value, source, elsewhere };
}

/** The units that keep the ports of this course open. */
const UNITS_BY_PORT: Readonly<Record<number, string>> = { 22: 'sshd.service', 80: 'httpd.service', 3306: 'mariadb.service', 5000: 'httpd.service' };

/** Why nobody listens on a port; empty when nothing is known. */
export async function serviceWhy(shell: Shell, port: number): Promise<string> {
  const unit = UNITS_BY_PORT[port];
  return unit === undefined ? '' : unitWhy(shell, unit);
}

interface Listener {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly program: string;
}

/** Sockets that listen: TCP in state 0A, UDP in 07. Their inodes change with the processes that hold them. */
const SOCKETS = "grep -hE '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ 0[A7] ' /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6";

/** Everything that listens for others, as `ss` tells it: it looks through all processes, so it is asked only when there is news. */
export async function listenersOf(shell: Shell): Promise<readonly Listener[]> {
  const sockets = await shell.run(SOCKETS);
  const mark = sockets.text.split('\n').map((line) => line.trim().split(/\s+/)).map((fields) => `${fields[1] ?? ''} ${fields[9] ?? ''}`).join('\n');
  const { text } = await shell.runUnless(mark, 'ss -Hlntup');
  return text.split('\n').flatMap((line) => {
    const [protocol, , , , local = '', , users = ''] = line.trim().split(/\s+/);
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    const cut = local.lastIndexOf(':');
    const address = local.slice(0, cut).replace(/%.*/, '').replace(/^\[(.*)\]$/, '$1').replace(/^\*$/, '::');
    return [{ protocol, address, port: Number(local.slice(cut + 1)), program: /\(\("([^"]*)"/.exec(users)?.[1] ?? '?' }];
  });
}

export async function answerPort(shell: Shell, { port, protocol = 'tcp' }: Asked<'port'>): Promise<AnswerTo<'port'>> {
  const listeners = (await listenersOf(shell)).filter((each) => each.protocol === protocol && each.port === port)
    .map(({ address, program }) => ({ address, program }));
  const why = listeners.length > 0 ? '' : await serviceWhy(shell, port);
  return { kind: 'port', listeners, isBlocked: false, ...(why === '' ? {} : { why }) };
}
