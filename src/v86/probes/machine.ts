// probes: what a Linux guest says of its files and ports. Reads only, and never by Python: that takes seconds here.
import { fromBase64 } from '../../base/base64.ts';
import { fromBytes } from '../../base/bytes.ts';
import { parseIni } from '../../base/ini.ts';
import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { linesOf } from './told.ts';
import { unitWhy } from './units.ts';

/** Text of a file that an answer carries at most, in bytes. */
const MOST_TEXT = 200_000;

/** What the teller says of a file, links not followed. */
interface FileTold {
  readonly facts: Omit<AnswerTo<'file'>, 'kind'>;
  /** Changes with its content; empty when there is none. */
  readonly mark: string;
  /** Its text, if it is short. */
  readonly text: string | null;
}

async function fileTold(shell: Shell, path: string): Promise<FileTold | null> {
  const told = await shell.tell('file', path);
  if (told === '') return null;
  const end = told.indexOf('\n');
  const [[type = '', mode = '', owner = '', group = '', size = '', mark = '', target = '', leadsTo = ''] = []] = linesOf(told.slice(0, end));
  const body = told.slice(end + 1);
  const link = type === 'symlink' ? { target, leadsTo: leadsTo === '' ? null : leadsTo } : {};
  const isHere = mark !== '' && (body !== '' || size === '0');
  return { facts: { type, mode, owner, group, ...link }, mark, text: isHere ? fromBytes(fromBase64(body)) : null };
}

/** A file's text; null when it is not there or no file. */
export async function textOf(shell: Shell, path: string): Promise<string | null> {
  const file = await fileTold(shell, path);
  return file === null ? null : textOfTold(shell, path, file);
}

async function textOfTold(shell: Shell, path: string, { text, mark }: FileTold): Promise<string | null> {
  if (text !== null || mark === '') return text;
  // A long one shrinks to a quarter: the line is slow.
  const said = await shell.runUnless(mark, `head -c ${MOST_TEXT} ${quoted(path)} | gzip -1 | base64`);
  return said.status === 0 ? fromBytes(await gunzipped(fromBase64(said.text))) : null;
}

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const { body } = new Response(bytes as Uint8Array<ArrayBuffer>);
  if (body === null) return bytes;
  return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

export async function answerFile(shell: Shell, { path }: Asked<'file'>): Promise<AnswerTo<'file'>> {
  const file = await fileTold(shell, path);
  if (file === null) return { kind: 'file', type: null };
  const text = await textOfTold(shell, path, file);
  return { kind: 'file', ...file.facts, ...(text === null ? {} : { text }) };
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

/** Everything that listens for others. */
export async function listenersOf(shell: Shell): Promise<readonly Listener[]> {
  return linesOf(await shell.tell('listeners')).flatMap(([protocol, address = '', port, program = '?']) =>
    (protocol === 'tcp' || protocol === 'udp' ? [{ protocol, address, port: Number(port), program }] : []));
}

export async function answerPort(shell: Shell, { port, protocol = 'tcp' }: Asked<'port'>): Promise<AnswerTo<'port'>> {
  const listeners = (await listenersOf(shell)).filter((each) => each.protocol === protocol && each.port === port)
    .map(({ address, program }) => ({ address, program }));
  const why = listeners.length > 0 ? '' : await serviceWhy(shell, port);
  return { kind: 'port', listeners, isBlocked: false, ...(why === '' ? {} : { why }) };
}
