import { NOTHING, text, words, type CommandTable } from '../command.ts';
import { findResource } from './find.ts';
import { Keystone } from './keystone.ts';
import { SERVICE_PROVIDERS } from './kinds.ts';
import { either, forEach, given, listed, shownLoosely } from './shared.ts';

/** openstack service provider create, delete, list, set, show. */
export const serviceProviderCommands: CommandTable = {
  *'service provider create'(context, values) {
    return shownLoosely(yield* (yield* Keystone.of(context)).put(SERVICE_PROVIDERS, text(values, 'service_provider_id'), {
      auth_url: given(values, 'auth_url'), description: given(values, 'description') ?? null, enabled: given(values, 'enabled'),
      sp_url: given(values, 'service_provider_url'),
    }));
  },

  *'service provider delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'service_provider'), fails: 'service providers failed to delete',
      says: (name, error) => `Failed to delete service provider with name or ID '${name}': ${error}`,
      act: (name) => keystone.remove(SERVICE_PROVIDERS, name),
    });
  },

  *'service provider list'(context) {
    return listed(yield* (yield* Keystone.of(context)).list(SERVICE_PROVIDERS), ['ID', 'Enabled', 'Description', 'Auth URL']);
  },

  *'service provider set'(context, values) {
    yield* (yield* Keystone.of(context)).update(SERVICE_PROVIDERS, text(values, 'service_provider'), {
      enabled: either(values, 'enable', 'disable'), description: given(values, 'description'), auth_url: given(values, 'auth_url'),
      sp_url: given(values, 'service_provider_url'),
    });
    return NOTHING;
  },

  *'service provider show'(context, values) {
    const name = text(values, 'service_provider');
    return shownLoosely(yield* findResource(yield* Keystone.of(context), SERVICE_PROVIDERS, name, { id: name }));
  },
};
