import { ClientError, EndpointNotFound } from '../app/errors.ts';
import { isSet, type CommandTable, type Context } from '../command.ts';
import type { Routine } from '../../../host/program.ts';

/** Services whose extensions are asked for, in this order, and what is said where they give none. */
const ASKED: readonly (readonly [option: string, service: string, refusal: string])[] = [
  ['compute', 'compute', 'Extensions list not supported by Compute API'],
  ['volume', 'volumev3', 'Extensions list not supported by Block Storage API'],
  ['network', 'network', 'Failed to retrieve extensions list from Network API'],
];

/** openstack extension list: keystone's version 3 has none, and the client of 6.0.0 says so. */
export const extensionCommands: CommandTable = {
  *'extension list'(context, values) {
    const isAll = !['identity', ...ASKED.map(([option]) => option)].some((option) => isSet(values, option));
    if (isAll || isSet(values, 'identity')) yield* context.warn('Extensions list not supported by Identity API');
    for (const [option, service, refusal] of ASKED) if (isAll || isSet(values, option)) yield* ask(context, service, refusal);
    const more = isSet(values, 'long') ? ['Namespace', 'Updated', 'Links'] : [];
    return { kind: 'many', columns: ['Name', 'Alias', 'Description', ...more], rows: [] };
  },
};

function* ask({ session, warn }: Context, service: string, refusal: string): Routine<void> {
  try {
    yield* session.endpoint(service);
  } catch (error) {
    if (!(error instanceof EndpointNotFound)) throw error;
    if (service === 'compute') throw error;
    yield* warn(refusal);
    return;
  }
  throw new ClientError(`handstack: openstack: the extensions of ${service} are not modelled`);
}
