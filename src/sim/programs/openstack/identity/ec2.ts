import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { sortedFields, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { findResource, idOf } from './find.ts';
import { Keystone, pick, type Info } from './keystone.ts';
import { PROJECTS, USERS } from './kinds.ts';
import { domainFilter, forEach, listed } from './shared.ts';

/** openstack ec2 credentials create, delete, list, show. */
export const ec2Commands: CommandTable = {
  *'ec2 credentials create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const user = yield* userOf(keystone, values);
    const project = yield* projectOf(keystone, context, values);
    return showKeys(pick(yield* keystone.ask('POST', urlOf(user), { tenant_id: project }), 'credential') as Info);
  },

  *'ec2 credentials delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    const user = yield* userOf(keystone, values);
    return yield* forEach(context, {
      names: words(values, 'access_key'), fails: 'EC2 keys failed to delete',
      says: (name, error) => `Failed to delete EC2 credentials with access key '${name}': ${error}`,
      *act(name) {
        yield* keystone.send('DELETE', `${urlOf(user)}/${name}`);
      },
    });
  },

  *'ec2 credentials list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const keys = pick(yield* keystone.ask('GET', urlOf(yield* userOf(keystone, values))), 'credentials') as readonly Info[];
    return listed(keys, ['Access', 'Secret', 'Project ID', 'User ID'], ['access', 'secret', 'tenant_id', 'user_id']);
  },

  *'ec2 credentials show'(context, values) {
    const keystone = yield* Keystone.of(context);
    const user = yield* userOf(keystone, values);
    return showKeys(pick(yield* keystone.ask('GET', `${urlOf(user)}/${text(values, 'access_key')}`), 'credential') as Info);
  },
};

const urlOf = (user: string): string => `/users/${user}/credentials/OS-EC2`;

/** The user named, or who has logged in. */
function* userOf(keystone: Keystone, values: Values): Routine<string> {
  const filter = yield* domainFilter(keystone, values, 'user_domain');
  if (text(values, 'user') === '') return yield* keystone.userId();
  return idOf(yield* findResource(keystone, USERS, text(values, 'user'), filter));
}

/** The project named, or the one logged in to; null for none. */
function* projectOf(keystone: Keystone, context: Context, values: Values): Routine<string | null> {
  const filter = yield* domainFilter(keystone, values, 'project_domain');
  const name = text(values, 'project');
  if (name !== '') return idOf(yield* findResource(keystone, PROJECTS, name, filter));
  const project = (yield* context.session.access()).body['project'] as Info | undefined;
  return project === undefined ? null : idOf(project);
}

function showKeys(info: Info): Outcome {
  const { tenant_id: project, ...rest } = info;
  return sortedFields(project === undefined ? rest : { ...rest, project_id: project });
}
