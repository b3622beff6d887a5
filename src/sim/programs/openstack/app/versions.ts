import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import type { CommandSpec } from '../commands.ts';
import type { IsLoaded } from './find.ts';
import type { Log } from './log.ts';
import { str } from '../cliff/values.ts';

interface Api {
  readonly name: string;
  /** Key in the configuration. */
  readonly option: string;
  readonly fallback: string;
  /** Versions that are supported, in the order they are listed; null: any. */
  readonly known: readonly string[] | null;
}

/** The APIs that the client and its plug-ins speak, in the order they are loaded (recorded). */
const APIS: readonly Api[] = [
  { name: 'compute', option: 'compute_api_version', fallback: '2.1', known: null },
  { name: 'identity', option: 'identity_api_version', fallback: '3', known: ['2', '2.0', '3'] },
  { name: 'image', option: 'image_api_version', fallback: '2', known: ['1', '2'] },
  { name: 'network', option: 'network_api_version', fallback: '2', known: ['2', '2.0'] },
  { name: 'object_store', option: 'object_api_version', fallback: '1', known: ['1'] },
  { name: 'volume', option: 'volume_api_version', fallback: '3', known: null },
  { name: 'placement', option: 'placement_api_version', fallback: '1', known: null },
  { name: 'key_manager', option: 'key_manager_api_version', fallback: '1', known: ['1'] },
  { name: 'dns', option: 'dns_api_version', fallback: '2', known: ['2'] },
  { name: 'neutronclient', option: 'neutronclient_api_version', fallback: '2', known: ['2', '2.0'] },
];

/** Commands that version 2 of the identity API has, too. */
const IDENTITY_V2 = /^(catalog (list|show)|ec2 credentials|endpoint (create|delete|list|show)|project (create|delete|list|set|show|unset)|role (add|assignment list|create|delete|list|remove|show)|service (create|delete|list|show)|token (issue|revoke)|user (create|delete|list|set|show))/;

/** Loads the groups of commands that the configured API versions have. Warns of versions that there are not. */
export function* loadGroups(config: Values, log: Log): Routine<IsLoaded> {
  const groups = new Set(['cliff', 'openstack.cli', 'openstack.common']);
  for (const { name, option, fallback, known } of APIS) {
    const version = str(config[option] ?? fallback);
    if (known !== null && !known.includes(version)) {
      yield* log.warning('osc_lib.shell', `${name} version ${version} is not in supported versions: ${known.join(', ')}`);
    }
    const group = `openstack.${name}.v${version.split('.')[0] ?? ''}`;
    groups.add(group);
    yield* log.debug('osc_lib.shell', `${name} API version ${version}, cmd group ${group}`);
  }
  return (spec) => groups.has(spec.group) || isOlder(spec, groups);
}

const isOlder = (spec: CommandSpec, groups: ReadonlySet<string>): boolean =>
  groups.has('openstack.identity.v2') && spec.group === 'openstack.identity.v3' && IDENTITY_V2.test(spec.command);
