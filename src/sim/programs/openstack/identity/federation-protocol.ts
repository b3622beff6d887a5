import { ClientError } from '../app/errors.ts';
import { repr, type Cell } from '../cliff/values.ts';
import { text, words, type CommandTable, type Outcome } from '../command.ts';
import { KEY_ERROR, Keystone, type Info } from './keystone.ts';
import { protocolsOf } from './kinds.ts';
import { forEach, given, listed, shownLoosely } from './shared.ts';

/** openstack federation protocol create, delete, list, set, show; federation domain list and project list. */
export const federationCommands: CommandTable = {
  *'federation protocol create'(context, values) {
    const provider = text(values, 'identity_provider');
    const keystone = yield* Keystone.of(context);
    const created = yield* keystone.put(protocolsOf(provider), text(values, 'federation_protocol'), { mapping_id: given(values, 'mapping') });
    return showProtocol(created, { identity_provider: provider });
  },

  *'federation protocol delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'federation_protocol'), fails: 'federation protocols failed to delete',
      says: (name, error) => `Failed to delete federation protocol with name or ID '${name}': ${error}`,
      act: (name) => keystone.remove(protocolsOf(text(values, 'identity_provider')), name),
    });
  },

  *'federation protocol list'(context, values) {
    const protocols = yield* (yield* Keystone.of(context)).list(protocolsOf(text(values, 'identity_provider')));
    return listed(protocols, ['id', 'mapping'], ['id', 'mapping_id']);
  },

  *'federation protocol set'(context, values) {
    const kind = protocolsOf(text(values, 'identity_provider'));
    showProtocol(yield* (yield* Keystone.of(context)).update(kind, text(values, 'federation_protocol'), { mapping_id: given(values, 'mapping') }));
    // The client of 6.0.0 returns what it would show to the shell, which takes it for a failure and prints it.
    yield* context.sys.write(2, `<zip object at 0x7f${context.sys.dice.hex(10)}>\n`);
    return { kind: 'nothing', exit: 1 };
  },

  *'federation protocol show'(context, values) {
    const kind = protocolsOf(text(values, 'identity_provider'));
    return showProtocol(yield* (yield* Keystone.of(context)).get(kind, text(values, 'federation_protocol')));
  },

  *'federation domain list'(context) {
    const domains = yield* (yield* Keystone.of(context)).listAnywhere('/auth/domains', 'domains');
    return listed(domains, ['ID', 'Enabled', 'Name', 'Description']);
  },

  *'federation project list'(context) {
    const projects = yield* (yield* Keystone.of(context)).listAnywhere('/auth/projects', 'projects');
    return listed(projects, ['ID', 'Domain ID', 'Enabled', 'Name']);
  },
};

function showProtocol({ mapping_id: mapping, ...rest }: Info, more: Readonly<Record<string, Cell>> = {}): Outcome {
  if (mapping === undefined) throw new ClientError(repr('mapping_id'), KEY_ERROR);
  return shownLoosely(rest, { ...more, mapping });
}
