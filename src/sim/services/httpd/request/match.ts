import type { AliasRule, Server, Settings } from '../config/settings.ts';
import { patternOf } from '../../../../facts/httpd-words.ts';

/** The virtual host for a connection's address and a Host header: the first of that address when no name fits. */
export function serverFor(settings: Settings, local: { readonly address: string; readonly port: number }, hostHeader: string): Server {
  const name = hostHeader.replace(/:\d+$/, '').toLowerCase();
  const fits = (host: string, port: number | null): boolean =>
    (port === null || port === local.port) && (['*', '_default_', '0.0.0.0', '::'].includes(host) || host === local.address || host === hostHeader.replace(/:\d+$/, ''));
  const candidates = settings.hosts.filter((server) => server.addresses.some(({ host, port }) => fits(host, port)));
  const exact = candidates.filter((server) => server.addresses.some(({ host, port }) => host === local.address && fits(host, port)));
  const pool = exact.length > 0 ? exact : candidates;
  return pool.find((server) => [server.name, ...server.aliases].some((each) => each !== null && patternOf(each.toLowerCase()).test(name)))
    ?? pool[0] ?? settings.main;
}

/** What a path stands for after aliases. */
export interface Translated {
  readonly file: string;
  /** The part of the URL that led here, for SCRIPT_NAME. */
  readonly scriptName: string;
  readonly rule: AliasRule | null;
  readonly redirect: { readonly status: number; readonly location: string } | null;
}

/** The file that a path of the URL names: aliases of the host, then of the main server; mod_alias before mod_wsgi. */
export function translate(settings: Settings, server: Server, path: string): Translated {
  const rules = server === settings.main ? server.rules : [...server.rules, ...settings.main.rules];
  const order: readonly AliasRule['kind'][][] = [['redirect'], ['alias', 'script'], ['wsgi']];
  for (const kinds of order) {
    for (const rule of rules.filter(({ kind }) => kinds.includes(kind))) {
      const found = applyRule(rule, path);
      if (found !== null) return found;
    }
  }
  const root = server.documentRoot ?? settings.main.documentRoot ?? '/etc/httpd/htdocs';
  return { file: `${root}${path}`, scriptName: '', rule: null, redirect: null };
}

function applyRule(rule: AliasRule, path: string): Translated | null {
  const matched = matchOf(rule, path);
  if (matched === null) return null;
  const rest = path.slice(matched.length);
  if (rule.kind === 'redirect') {
    const location = rule.isRegex ? replaced(rule, path) : `${rule.to}${rest}`;
    return { file: '', scriptName: '', rule, redirect: { status: rule.status ?? 302, location } };
  }
  if (rule.isRegex) return { file: replaced(rule, path), scriptName: matched, rule, redirect: null };
  const glue = rule.to.endsWith('/') && rest.startsWith('/') ? rest.slice(1) : rest;
  const isRoot = matched === '/' && rule.kind === 'wsgi';
  return { file: isRoot ? `${rule.to}${path}` : `${rule.to}${glue}`, scriptName: isRoot ? '' : matched, rule, redirect: null };
}

const replaced = (rule: AliasRule, path: string): string => path.replace(new RegExp(rule.from), rule.to.replace(/\$(\d)/g, '$$$1'));

/** The part of the path that the rule covers, or null. */
function matchOf(rule: AliasRule, path: string): string | null {
  if (rule.isRegex) return new RegExp(rule.from).exec(path)?.[0] ?? null;
  const from = rule.from.replace(/(.)\/+$/, '$1');
  if (rule.from === '/') return '/';
  if (path === from || path.startsWith(`${from}/`)) return rule.from.endsWith('/') && !path.startsWith(rule.from) ? null : from;
  return null;
}
