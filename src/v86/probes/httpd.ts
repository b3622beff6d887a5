import { BLANK_CONFIG, complaintOf, configOf } from '../../facts/httpd.ts';
import { readTree, type ConfigLines } from './httpd-tree.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { processesOf } from './processes.ts';

const ROOT = '/etc/httpd';
const MAIN = `${ROOT}/conf/httpd.conf`;
const UNIT = 'httpd.service';
const MARK = '@@handstack ';

const FILES = `find -L ${ROOT}/conf ${ROOT}/conf.d ${ROOT}/conf.modules.d -type f -size -200k`;
/** The files with the times of their last change. */
const CHANGES = `[ -f ${MAIN} ] && ${FILES} -printf '%T@ %p\n'`;
/** Their lines with numbers in front; comments and empty lines stay behind. */
const LINES = `${FILES} -exec awk '
FNR == 1 { print "${MARK}" FILENAME } !/^[ \\t]*(#.*[^\\\\])?#?[ \\t]*$/ { gsub(/[\\001-\\010\\036]/, ""); print FNR ":" $0 }' {} +`;
/** What httpd itself says of its files, which takes the guest most of a second. */
const CHECK = 'said=$(timeout 60 httpd -t 2>&1) || printf %s "$said"';

/** httpd's configuration by its files; null when it is not there. */
export async function httpdConfig(shell: Shell): Promise<AnswerTo<'httpd'>['config']> {
  const [found, children] = await Promise.all([shell.run(CHANGES), processesOf(shell, UNIT)]);
  if (found.status !== 0) return null;
  const [lines, check] = await Promise.all([shell.runUnless(found.text, LINES), checked(shell, found.text)]);
  if (check !== '') return { ...BLANK_CONFIG, ...complaintOf(shell.host, check) };
  const changes = changesOf(found.text);
  // An empty file has no lines, and counts all the same.
  const { tree, files } = readTree(new Map([...[...changes.keys()].map((path) => [path, []] as const), ...linesOf(lines.text)]), MAIN, ROOT);
  const starts = children.filter(({ ppid }) => ppid !== 1).map(({ startMs }) => startMs);
  const changed = files.map((path) => changes.get(path) ?? 0);
  return { ...BLANK_CONFIG, ...configOf(shell.host, tree), isOutdated: starts.length > 0 && Math.max(...changed) > Math.min(...starts) };
}

/** httpd's complaint about its files; a complaint may be about what lies elsewhere, so it is asked again each time. */
async function checked(shell: Shell, mark: string): Promise<string> {
  const { text } = await shell.runUnless(mark, CHECK);
  return text === '' ? '' : (await shell.run(CHECK)).text.trim();
}

export async function answerHttpd(shell: Shell, _asked: Asked<'httpd'>): Promise<AnswerTo<'httpd'>> {
  return { kind: 'httpd', config: await httpdConfig(shell) };
}

const changesOf = (text: string): ReadonlyMap<string, number> =>
  new Map([...text.matchAll(/^([\d.]+) (\/.*)$/gm)].map(([, seconds = '', path = '']) => [path, Number(seconds) * 1000]));

function linesOf(text: string): ReadonlyMap<string, ConfigLines> {
  const lines = new Map<string, { line: number; text: string }[]>();
  let open: { line: number; text: string }[] = [];
  for (const said of text.split('\n')) {
    if (said.startsWith(MARK)) {
      open = [];
      lines.set(said.slice(MARK.length), open);
    } else addLine(open, said);
  }
  return lines;
}

function addLine(open: { line: number; text: string }[], said: string): void {
  const [, number, text = ''] = /^(\d+):(.*)$/.exec(said) ?? [];
  if (number === undefined) return;
  const last = open.at(-1);
  if (last?.text.endsWith('\\') === true) last.text = `${last.text.slice(0, -1)}${text}`;
  else open.push({ line: Number(number), text });
}
