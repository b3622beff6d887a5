import type { Routine } from '../../../host/program.ts';
import { endpointsOf } from '../auth/access.ts';
import type { Values } from '../argparse/parse.ts';
import { words, type Command, type Context } from '../command.ts';
import { ClientError, EndpointNotFound } from './errors.ts';
import type { FoundCommand } from './find.ts';

/** The service that the commands of a group ask, by its type in the catalogue. */
const SERVICE: Readonly<Record<string, string>> = {
  'openstack.compute.v2': 'compute', 'openstack.image.v2': 'image', 'openstack.network.v2': 'network', 'openstack.neutronclient.v2': 'network',
  'openstack.volume.v3': 'volumev3', 'openstack.object_store.v1': 'object-store', 'openstack.placement.v1': 'placement',
  'openstack.key_manager.v1': 'key-manager', 'openstack.dns.v2': 'dns', 'openstack.common': 'compute', 'openstack.identity.v3': 'identity',
};

/** Commands that ask nova where there is no neutron: nova once had networks of its own. */
const EITHER = /^(floating ip (create|delete|list|pool list|show)|network (create|delete|list|show)|security group (create|delete|list|set|show)|security group rule (create|delete|list|show))$/;

/** Commands that take many names and go on after a failure: what one and many are called (recorded from the real client). */
const MANY: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'floating ip delete': ['floating_ip', 'floating_ips'], 'network delete': ['network', 'networks'], 'security group delete': ['group', 'groups'],
  'security group rule delete': ['rule', 'rules'], 'network trunk delete': ['trunk', 'trunks'], 'volume backup delete': ['backup', 'backups'],
  'volume delete': ['volume', 'volumes'], 'volume qos delete': ['QoS specification', 'QoS specifications'],
  'volume snapshot delete': ['snapshot', 'snapshots'], 'volume type delete': ['volume type', 'volume types'],
};

/** A command that is not modelled: fails as the real one where its service is not in the catalogue, else says so. */
export const unmodelled = ({ spec }: FoundCommand): Command => function* run(context, values) {
  if (spec.command === 'allocation candidate list') checkResources(values);
  const service = yield* serviceOf(context, spec.group, spec.command);
  try {
    yield* context.session.endpoint(service);
  } catch (error) {
    const names = MANY[spec.command];
    if (!(error instanceof EndpointNotFound) || names === undefined) throw error;
    const given = Object.values(values).find((value) => Array.isArray(value) && value.length > 0 && typeof value[0] === 'string');
    const wanted = Array.isArray(given) ? words({ given }, 'given') : [];
    for (const name of wanted) yield* context.error(`Failed to delete ${names[0]} with name or ID '${name}': ${error.message}`);
    throw new ClientError(`${wanted.length} of ${wanted.length} ${names[1]} failed to delete.`);
  }
  throw new ClientError(`handstack: openstack: the command ${spec.command} is not modelled`);
};

function* serviceOf({ session }: Context, group: string, command: string): Routine<string> {
  const service = SERVICE[group] ?? 'compute';
  if (service !== 'network' || !EITHER.test(command)) return service;
  const access = yield* session.authRef();
  const isThere = access === null || endpointsOf(access.catalog, session.wanted('network')).length > 0;
  return isThere ? 'network' : 'compute';
}

/** What the client itself refuses of `allocation candidate list` (osc-placement). */
function checkResources(values: Values): void {
  const resources = words(values, 'resources').length > 0 ? words(values, 'resources') : words(values, 'resource');
  if (resources.length === 0 && words(values, 'group').length === 0) throw new ClientError('At least one --resource must be specified.');
  if (resources.some((each) => !/^[^=]+=[^=]*$/.test(each))) throw new ClientError('Arguments to --resource must be of form <resource_class>=<value>');
}
