import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, sortedFields, text, type CommandTable } from '../command.ts';
import { idOf } from './find.ts';
import { Keystone, pick, type Info } from './keystone.ts';
import { INFERENCES, ROLES } from './kinds.ts';

/** openstack implied role create, delete, list. */
export const impliedRoleCommands: CommandTable = {
  *'implied role create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const rule = pick(yield* keystone.ask('PUT', yield* urlOfRule(keystone, values)), 'role_inference') as Info;
    const roles = Object.entries(rule).filter(([key]) => key !== 'links');
    return sortedFields(Object.fromEntries(roles.map(([key, role]) => [key, idOf(role as Info)])));
  },

  *'implied role delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    yield* keystone.send('DELETE', yield* urlOfRule(keystone, values));
    return NOTHING;
  },

  *'implied role list'(context) {
    const rules = yield* (yield* Keystone.of(context)).list(INFERENCES);
    const rows = rules.flatMap((rule) => {
      const prior = rule['prior_role'] as Info;
      return (rule['implies'] as readonly Info[]).map((implied) => [idOf(prior), prior['name'] ?? null, idOf(implied), implied['name'] ?? null]);
    });
    return { kind: 'many', columns: ['Prior Role ID', 'Prior Role Name', 'Implied Role ID', 'Implied Role Name'], rows };
  },
};

/** Both roles are looked for in the list of all; what is not found is `None`, as the client sends it. */
function* urlOfRule(keystone: Keystone, values: Values): Routine<string> {
  const [prior, implied] = [text(values, 'role'), text(values, 'implied_role')];
  const ids = { prior: 'None', implied: 'None' };
  for (const role of yield* keystone.list(ROLES)) {
    const names = [role['name'], role['id']];
    if (names.includes(prior)) ids.prior = idOf(role);
    else if (names.includes(implied)) ids.implied = idOf(role);
  }
  return `/roles/${ids.prior}/implies/${ids.implied}`;
}
