import type { Json } from '../../../../base/json.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { formatList } from '../cliff/values.ts';
import { NOTHING, isSet, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { domainId, findResource } from './find.ts';
import { Keystone, TYPE_ERROR, type Info } from './keystone.ts';
import { IDENTITY_PROVIDERS } from './kinds.ts';
import { either, filledIn, forEach, given, listed, readBlob, shownLoosely } from './shared.ts';

const NO_ID_FILTER = "list() got an unexpected keyword argument 'id'. To retrieve a single object using a globally unique identifier, try using get() instead.";

/** openstack identity provider create, delete, list, set, show. */
export const identityProviderCommands: CommandTable = {
  *'identity provider create'(context, values) {
    const remoteIds = remoteIdsOf(context, values);
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    return showProvider(yield* keystone.put(IDENTITY_PROVIDERS, text(values, 'identity_provider_id'), {
      remote_ids: remoteIds, description: given(values, 'description') ?? null, domain_id: domain, enabled: given(values, 'enabled'),
    }));
  },

  *'identity provider delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'identity_provider'), fails: 'identity providers failed to delete',
      says: (name, error) => `Failed to delete identity providers with name or ID '${name}': ${error}`,
      act: (name) => keystone.remove(IDENTITY_PROVIDERS, name),
    });
  },

  *'identity provider list'(context, values) {
    if (text(values, 'id') !== '') throw new ClientError(NO_ID_FILTER, TYPE_ERROR);
    const providers = yield* (yield* Keystone.of(context)).list(IDENTITY_PROVIDERS, { enabled: isSet(values, 'enabled') ? true : null });
    return listed(providers, ['ID', 'Enabled', 'Domain ID', 'Description']);
  },

  *'identity provider set'(context, values) {
    const remoteIds = remoteIdsOf(context, values);
    yield* (yield* Keystone.of(context)).update(IDENTITY_PROVIDERS, text(values, 'identity_provider'), {
      description: filledIn(values, 'description'), enabled: either(values, 'enable', 'disable'), remote_ids: remoteIds,
    });
    return NOTHING;
  },

  *'identity provider show'(context, values) {
    const name = text(values, 'identity_provider');
    return showProvider(yield* findResource(yield* Keystone.of(context), IDENTITY_PROVIDERS, name, { id: name }));
  },
};

/** From a file, a line each, or as given; null for none. */
function remoteIdsOf(context: Context, values: Values): Json {
  const file = text(values, 'remote_id_file');
  const blob = file === '' ? '' : readBlob(context, file);
  if (file !== '') return blob === '' ? [] : blob.split(/\r\n|\r|\n/).map((line) => line.trim());
  const ids = words(values, 'remote_id');
  return ids.length === 0 ? null : ids;
}

function showProvider(info: Info): Outcome {
  const ids = (info['remote_ids'] ?? []) as readonly string[];
  return shownLoosely(info, { remote_ids: { human: formatList(ids), machine: ids } });
}
