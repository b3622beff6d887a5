/** firewall-cmd's options: what follows each, and the group of which only one may be given. */
export interface OptionSpec {
  readonly takes: boolean;
  readonly isRepeated: boolean;
  readonly group: 'standalone' | 'zone' | 'config' | 'service' | null;
}

const make = (names: string, takes: boolean, isRepeated: boolean, group: OptionSpec['group']): [string, OptionSpec][] =>
  names.split(' ').map((name) => [name, { takes, isRepeated, group }]);

const verbs = (subject: string): string => ['add', 'remove', 'query'].map((verb) => `${verb}-${subject}`).join(' ');

/** All options by name without the dashes. */
export const OPTIONS: ReadonlyMap<string, OptionSpec> = new Map([
  ...make('state reload complete-reload runtime-to-permanent check-config get-log-denied panic-on panic-off query-panic get-default-zone get-zones'
    + ' get-services get-icmptypes get-active-zones get-policies get-active-policies list-all-zones list-all-policies lockdown-on lockdown-off'
    + ' query-lockdown get-ipset-types get-automatic-helpers reset-to-defaults', false, false, 'standalone'),
  ...make('set-default-zone set-log-denied info-zone info-service info-policy info-icmptype info-ipset info-helper', true, false, 'standalone'),
  ...make('get-zone-of-interface get-zone-of-source', true, true, 'standalone'),
  ...make('new-zone delete-zone new-service delete-service path-zone path-service load-zone-defaults load-service-defaults new-zone-from-file'
    + ' new-service-from-file new-ipset delete-ipset new-policy delete-policy new-icmptype delete-icmptype', true, false, 'config'),
  ...make(['service', 'port', 'protocol', 'source-port', 'icmp-block', 'forward-port', 'rich-rule', 'interface', 'source'].map(verbs).join(' '), true, true, 'zone'),
  ...make('change-interface change-zone change-source', true, true, 'zone'),
  ...make(['masquerade', 'forward', 'icmp-block-inversion'].map(verbs).join(' '), false, false, 'zone'),
  ...make('list-all list-services list-ports list-protocols list-source-ports list-icmp-blocks list-forward-ports list-rich-rules list-interfaces'
    + ' list-sources get-target', false, false, 'zone'),
  ...make('set-target', true, false, 'zone'),
  ...make('get-ports get-protocols get-source-ports get-modules get-destinations get-includes get-short get-description', false, false, 'service'),
  ...make('zone policy timeout service ipset name option type family', true, false, null),
  ...make('permanent quiet verbose help version direct get-all-rules get-all-chains get-all-passthroughs get-ipsets get-helpers', false, false, null),
]);

const SHORT: Readonly<Record<string, string>> = { h: 'help', V: 'version', v: 'verbose', q: 'quiet' };

/** What was given: values by option; flags hold ['']. A string is argparse's complaint. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** Reads the command line as Python's argparse does: unique prefixes will do, groups exclude each other. */
export function parseArguments(args: readonly string[]): Given | string {
  const given = new Map<string, string[]>();
  const unknown: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const [, typed, , inline] = /^--([\w-]+)(=([\s\S]*))?$/.exec(word) ?? [];
    const short = /^-([a-zA-Z])$/.exec(word)?.[1];
    const name = typed === undefined ? SHORT[short ?? ''] ?? null : find(typed);
    if (name === null) {
      unknown.push(word);
      continue;
    }
    if (Array.isArray(name)) return `ambiguous option: --${typed ?? ''} could match ${name.map((each) => `--${each}`).join(', ')}`;
    const spec = OPTIONS.get(name) as OptionSpec;
    const rival = [...given.keys()].find((each) => spec.group !== null && OPTIONS.get(each)?.group === spec.group && each !== name);
    if (rival !== undefined) return `argument --${name}: not allowed with argument --${rival}`;
    if (!spec.takes && inline !== undefined) return `argument --${name}: ignored explicit argument '${inline}'`;
    const next = inline ?? (spec.takes ? args[at += 1] : '');
    if (next === undefined || (spec.takes && inline === undefined && next.startsWith('--'))) return `argument --${name}: expected one argument`;
    given.set(name, spec.isRepeated ? [...(given.get(name) ?? []), next] : [next]);
  }
  return unknown.length > 0 ? `unrecognized arguments: ${unknown.join(' ')}` : given;
}

function find(typed: string): string | string[] | null {
  if (OPTIONS.has(typed)) return typed;
  const matches = [...OPTIONS.keys()].filter((name) => name.startsWith(typed));
  return matches.length === 0 ? null : matches.length === 1 ? matches[0] ?? null : matches;
}
