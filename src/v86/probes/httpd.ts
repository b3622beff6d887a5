import { BLANK_CONFIG, complaintOf, configOf } from '../../facts/httpd.ts';
import { readTree, type ConfigLines } from './httpd-tree.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { processesOf } from './processes.ts';

const ROOT = '/etc/httpd';
const MAIN = `${ROOT}/conf/httpd.conf`;
const UNIT = 'httpd.service';
const MARK = '@@handstack ';

/**
 * The files with the times of their last change, and their lines with numbers in front; comments and empty lines stay behind.
 * Two processes: each costs the guest a few hundredths of a second.
 */
const FILES = `[ -f ${MAIN} ] || exit 1
find -L ${ROOT}/conf ${ROOT}/conf.d ${ROOT}/conf.modules.d -type f -size -200k -printf '${MARK}%T@ %p\n' -exec awk '
FNR == 1 { print "${MARK}" FILENAME } !/^[ \\t]*(#.*[^\\\\])?#?[ \\t]*$/ { gsub(/[\\001-\\010\\036]/, ""); print FNR ":" $0 }' {} +`;
/** What httpd itself says of its files; kept until one of them, or a folder, changes. */
const CHECK = `cd /run/lab 2>/dev/null || cd /tmp
now=$(find -L ${ROOT} -maxdepth 2 -printf '%T@ %p\n' 2>/dev/null | cksum)
[ -f httpd-t ] && read -r seen < httpd-t && [ "$seen" = "$now" ] && { tail -n +2 httpd-t; exit 0; }
said=$(timeout 60 httpd -t 2>&1) && said=
printf '%s\n%s\n' "$now" "$said" > httpd-t; printf '%s' "$said"`;

/** httpd's configuration by its files; null when it is not there. */
export async function httpdConfig(shell: Shell): Promise<AnswerTo<'httpd'>['config']> {
  const [files, check, children] = await Promise.all([shell.run(FILES), shell.run(CHECK), processesOf(shell, UNIT)]);
  if (files.status === 1 && !files.text.includes(MARK)) return null;
  const complaint = check.text.trim();
  if (complaint !== '') return { ...BLANK_CONFIG, ...complaintOf(shell.host, complaint) };
  const { lines, changes } = parsed(files.text);
  const { tree, files: read } = readTree(lines, MAIN, ROOT);
  const starts = children.filter(({ ppid }) => ppid !== 1).map(({ startMs }) => startMs);
  const changed = read.map((path) => changes.get(path) ?? 0);
  return { ...BLANK_CONFIG, ...configOf(shell.host, tree), isOutdated: starts.length > 0 && Math.max(...changed) > Math.min(...starts) };
}

export async function answerHttpd(shell: Shell, _asked: Asked<'httpd'>): Promise<AnswerTo<'httpd'>> {
  return { kind: 'httpd', config: await httpdConfig(shell) };
}

/** What the script printed: lines of each file, and when each changed last. */
function parsed(text: string): { readonly lines: ReadonlyMap<string, ConfigLines>; readonly changes: ReadonlyMap<string, number> } {
  const lines = new Map<string, { line: number; text: string }[]>();
  const changes = new Map<string, number>();
  let open: { line: number; text: string }[] = [];
  for (const said of text.split('\n')) {
    const [, seconds, file] = new RegExp(`^${MARK}([\\d.]+) (/.*)$`).exec(said) ?? [];
    if (file !== undefined) changes.set(file, Number(seconds) * 1000);
    else if (said.startsWith(MARK)) {
      open = [];
      lines.set(said.slice(MARK.length), open);
    } else addLine(open, said);
  }
  for (const path of changes.keys()) if (!lines.has(path)) lines.set(path, []);
  return { lines, changes };
}

function addLine(open: { line: number; text: string }[], said: string): void {
  const [, number, text = ''] = /^(\d+):(.*)$/.exec(said) ?? [];
  if (number === undefined) return;
  const last = open.at(-1);
  if (last?.text.endsWith('\\') === true) last.text = `${last.text.slice(0, -1)}${text}`;
  else open.push({ line: Number(number), text });
}
