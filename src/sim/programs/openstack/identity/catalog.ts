import type { CatalogEndpoint, CatalogService } from '../auth/access.ts';
import type { Json } from '../../../../base/json.ts';
import type { Cell } from '../cliff/values.ts';
import { sortedFields, text, type CommandTable } from '../command.ts';

/** openstack catalog list and show: what came with the token. */
export const catalogCommands: CommandTable = {
  *'catalog list'({ session }) {
    const { catalog } = yield* session.access();
    const rows = catalog.map(({ name, type, endpoints }) => [name, type, endpointsCell(endpoints)]);
    return { kind: 'many', columns: ['Name', 'Type', 'Endpoints'], rows };
  },

  *'catalog show'({ session, error }, values) {
    const { catalog } = yield* session.access();
    const wanted = text(values, 'service');
    const service = catalog.find(({ name, type }) => name === wanted || type === wanted);
    if (service === undefined) {
      yield* error(`service ${wanted} not found\n`);
      return { kind: 'one', fields: [] };
    }
    const { links: _links, ...rest } = service as CatalogService & { readonly links?: Json };
    return sortedFields({ ...rest, endpoints: endpointsCell(service.endpoints) });
  },
};

function endpointsCell(endpoints: readonly CatalogEndpoint[]): Cell {
  const human = endpoints.map((each) => `${each.region_id ?? each.region ?? '<none>'}\n  ${each.interface}: ${each.url}\n`).join('');
  return { human, machine: endpoints as unknown as Json };
}
