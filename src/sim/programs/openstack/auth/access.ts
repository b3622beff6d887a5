// auth: keystoneauth1 5.0: who asks, how a token is got, where services are. Knows nothing of any command.
import type { Json } from '../../../../base/json.ts';
import { EndpointNotFound } from '../app/errors.ts';

export interface CatalogEndpoint {
  readonly id: string;
  readonly interface: string;
  readonly region_id: string | null;
  readonly region: string | null;
  readonly url: string;
}

export interface CatalogService {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** A token and what keystone said of it. */
export interface Access {
  readonly token: string;
  readonly body: { readonly [key: string]: Json };
  readonly catalog: readonly CatalogService[];
}

/** What a service is looked for by. */
export interface Wanted {
  readonly type: string;
  readonly interface: string;
  /** '' for any. */
  readonly region: string;
}

const regionOf = (endpoint: CatalogEndpoint): string | null => endpoint.region_id ?? endpoint.region;

/** The endpoints of a type, in the catalogue's order. */
export function endpointsOf(catalog: readonly CatalogService[], wanted: Wanted): CatalogEndpoint[] {
  return catalog.filter(({ type }) => type === wanted.type).flatMap(({ endpoints }) => endpoints)
    .filter((endpoint) => endpoint.interface === wanted.interface && endpoint.url !== '' && (wanted.region === '' || regionOf(endpoint) === wanted.region));
}

/** The first endpoint that fits; throws as keystoneauth's service catalogue does. */
export function endpointFor(catalog: readonly CatalogService[], wanted: Wanted): CatalogEndpoint {
  if (catalog.length === 0) throw new EndpointNotFound('The service catalog is empty.', 'EmptyCatalog');
  const [found] = endpointsOf(catalog, wanted);
  if (found !== undefined) return found;
  const where = wanted.region === '' ? '' : ` in ${wanted.region} region`;
  throw new EndpointNotFound(`${wanted.interface} endpoint for ${wanted.type} service${where} not found`);
}
