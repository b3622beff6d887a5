// probes: httpd's configuration, read from its files by httpd's own reader.
import { BLANK_CONFIG, complaintOf, configOf } from '../../facts/httpd.ts';
import type { HttpdConfig } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import { ConfigError } from '../services/httpd/config/directive.ts';
import { readTree } from '../services/httpd/config/tree.ts';
import { walk } from '../services/httpd/config/walk.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp } from './machine.ts';

const ROOT = '/etc/httpd';
const FILE = `${ROOT}/conf/httpd.conf`;
const UNIT = 'httpd.service';

export function answerHttpd(host: Host, _asked: Asked<'httpd'>): AnswerTo<'httpd'> {
  return { kind: 'httpd', config: readHttpd(host) };
}

/** What httpd would read if it started now; null when it is not there. */
export function readHttpd(host: Host): HttpdConfig | null {
  const init = host.kernel.processes.get(1);
  if (init === undefined || lookUp(host, FILE) === null) return null;
  const sys = host.kernel.sysOf(init);
  try {
    const reading = readTree(sys, FILE, ROOT, [], [], []);
    walk(sys, reading);
    return { ...BLANK_CONFIG, ...configOf(host.id, reading.tree), isOutdated: isOutdated(host, reading.files.map((file) => file.path)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...BLANK_CONFIG, ...complaintOf(host.id, error.message) };
  }
}

/** Whether a file changed after the processes of httpd's children started: they are made anew whenever it reads its files. */
function isOutdated(host: Host, files: readonly string[]): boolean {
  const starts = [...host.kernel.processes.values()].filter((each) => each.unit === UNIT && each.ended === null && each.ppid !== 1).map((each) => each.startMs);
  if (starts.length === 0) return false;
  const changed = files.map((path) => lookUp(host, path)?.mtimeMs ?? 0);
  return Math.max(...changed) > Math.min(...starts);
}
