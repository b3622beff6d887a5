// What httpd's configuration says of itself, from its directives.
import type { HttpdConfig, Source } from '../lab/probe.ts';
import { wordsOf } from './httpd-words.ts';

/** One line or section of the configuration; a section's name begins with `<`, and its words have no closing `>`. */
export interface Said {
  readonly name: string;
  readonly args: string;
  readonly file: string;
  readonly line: number;
  /** null: no section. */
  readonly children: readonly Said[] | null;
}

export const BLANK_CONFIG: HttpdConfig = { error: null, errorAt: null, serverName: null, listens: [], applications: [], isOutdated: false };

/** `… Syntax error on line 5 of /etc/…:`, and what is wrong there. */
export function complaintOf(host: string, message: string): Pick<HttpdConfig, 'error' | 'errorAt'> {
  const [, line, path, rest] = /on line (\d+) of ([^\s:]+):\s*([\s\S]*)$/.exec(message) ?? [];
  const error = (rest ?? message).trim().split('\n')[0] ?? '';
  return { error, errorAt: path === undefined ? null : { host, path, line: Number(line) } };
}

/** What the directives of a host's httpd say. */
export function configOf(host: string, tree: readonly Said[]): Pick<HttpdConfig, 'serverName' | 'listens' | 'applications'> {
  const flat = flatten(tree);
  const named = (list: readonly Said[], name: string): Said[] => list.filter((each) => each.name.toLowerCase() === name);
  const sourceOf = ({ file, line, name, args }: Said): Source => ({ host, path: file, line, text: `${name} ${args}` });
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
const flatten = (tree: readonly Said[]): Said[] => tree.flatMap((each) => [each, ...flatten(each.children ?? [])]);

function portOf(address: string): number | null {
  const port = /(?:^|:)(\d+)>?$/.exec(address)?.[1];
  return port === undefined ? null : Number(port);
}
