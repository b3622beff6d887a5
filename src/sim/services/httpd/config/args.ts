import { ConfigError, type Directive } from './directive.ts';

/** A directive is wrong: what httpd says of it, without the place. */
export class DirectiveError extends Error {}

/** The place and the complaint, as httpd prints them when it walks the tree. */
export const atPlace = (directive: Pick<Directive, 'file' | 'line'>, message: string): ConfigError =>
  new ConfigError(`AH00526: Syntax error on line ${directive.line} of ${directive.file}:\n${message}`);

/** `80`, `10.0.0.11:80`, `[::]:80`, `*:80` of Listen and VirtualHost; null when it is none of them. */
export function addressOf(text: string): { readonly host: string | null; readonly port: number | null } | null {
  if (/^\d+$/.test(text)) return { host: null, port: Number(text) };
  const [, host = '', port] = /^(\[[0-9a-fA-F:.]*\]|[^:]+)(?::(\d+|\*))?$/.exec(text) ?? [];
  if (host === '') return null;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port === undefined || port === '*' ? null : Number(port) };
}

/** A number of at least `least`, or null. */
export function numberOf(text: string, least: number): number | null {
  return /^-?\d+$/.test(text) && Number(text) >= least ? Number(text) : null;
}
