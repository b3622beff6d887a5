// probes: httpd's configuration, read from its files by httpd's own reader.
import type { HttpdConfig, Source } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import { ProcessSys } from '../host/process-sys.ts';
import { ConfigError, type Directive } from '../services/httpd/config/directive.ts';
import { readTree, type Reading } from '../services/httpd/config/tree.ts';
import { walk } from '../services/httpd/config/walk.ts';
import { wordsOf } from '../services/httpd/config/words.ts';
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
  const blank: HttpdConfig = { error: null, errorAt: null, serverName: null, listens: [], applications: [], isOutdated: false };
  const sys = new ProcessSys(host.kernel, init);
  try {
    const reading = readTree(sys, FILE, ROOT, [], [], []);
    walk(sys, reading);
    return { ...blank, ...told(host, reading), isOutdated: isOutdated(host, reading.files.map((file) => file.path)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...blank, ...complaint(host, error.message) };
  }
}

/** `… Syntax error on line 5 of /etc/…:`, and what is wrong there. */
function complaint(host: Host, message: string): Pick<HttpdConfig, 'error' | 'errorAt'> {
  const [, line, path, rest] = /on line (\d+) of ([^\s:]+):\s*([\s\S]*)$/.exec(message) ?? [];
  const error = (rest ?? message).trim().split('\n')[0] ?? '';
  return { error, errorAt: path === undefined ? null : { host: host.id, path, line: Number(line) } };
}

function told(host: Host, reading: Reading): Pick<HttpdConfig, 'serverName' | 'listens' | 'applications'> {
  const flat = flatten(reading.tree);
  const named = (list: readonly Directive[], name: string): Directive[] => list.filter((each) => each.name.toLowerCase() === name);
  const sourceOf = ({ file, line, name, args }: Directive): Source => ({ host: host.id, path: file, line, text: `${name} ${args}` });
  const hosts = named(flat, '<virtualhost');
  const inHosts = new Set(hosts.flatMap((each) => flatten(each.children ?? [])));
  const outside = flat.filter((each) => !inHosts.has(each));
  const name = named(outside, 'servername').at(-1);
  return {
    serverName: name === undefined ? null : { value: wordsOf(name.args)[0] ?? '', source: sourceOf(name) },
    listens: named(flat, 'listen').map((each) => ({ port: portOf(wordsOf(each.args)[0] ?? '') ?? 0, source: sourceOf(each) })),
    applications: [{ port: null, inside: outside }, ...hosts.map((each) => ({ port: portOf(wordsOf(each.args)[0] ?? ''), inside: flatten(each.children ?? []) }))]
      .flatMap(({ port, inside }) => named(inside, 'wsgiscriptalias').map((each) => {
        const [path = '', script = ''] = wordsOf(each.args);
        const user = /\buser=(\S+)/.exec(named(inside, 'wsgidaemonprocess')[0]?.args ?? '')?.[1] ?? '';
        return { port, path, script, user, source: sourceOf(each) };
      })),
  };
}

/** Directives with those in `<IfModule>` and the like; a virtual host's stay inside it and are listed as well. */
function flatten(tree: readonly Directive[]): Directive[] {
  return tree.flatMap((each) => [each, ...flatten(each.children ?? [])]);
}

function portOf(address: string): number | null {
  const port = /(?:^|:)(\d+)>?$/.exec(address)?.[1];
  return port === undefined ? null : Number(port);
}

/** Whether a file changed after the processes of httpd's children started: they are made anew whenever it reads its files. */
function isOutdated(host: Host, files: readonly string[]): boolean {
  const starts = [...host.kernel.processes.values()].filter((each) => each.unit === UNIT && each.ended === null && each.ppid !== 1).map((each) => each.startMs);
  if (starts.length === 0) return false;
  const changed = files.map((path) => lookUp(host, path)?.mtimeMs ?? 0);
  return Math.max(...changed) > Math.min(...starts);
}
