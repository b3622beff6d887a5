import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import { discover, versionNumber, type Version } from '../auth/discovery.ts';
import type { CatalogEndpoint, CatalogService } from '../auth/access.ts';
import { isSet, text, type CommandTable, type Context } from '../command.ts';
import type { Values } from '../argparse/parse.ts';
import type { Cell } from '../cliff/values.ts';

interface Offered {
  readonly region: string;
  readonly service: string;
  readonly interface: string;
  readonly versions: readonly (readonly Cell[])[];
}

/** openstack versions show: asks every endpoint of the catalogue for its versions (keystoneauth's get_all_version_data). */
export const versionsCommands: CommandTable = {
  *'versions show'(context, values) {
    const { catalog } = yield* context.session.access();
    const offered: Offered[] = [];
    for (const service of catalog) {
      if (text(values, 'service') !== '' && service.type !== text(values, 'service')) continue;
      for (const endpoint of service.endpoints.filter((each) => isWanted(each, values))) offered.push(yield* ask(context, service, endpoint));
    }
    const status = text(values, 'status').toUpperCase();
    const rows = grouped(offered).flatMap(({ region, service, versions }) =>
      versions.filter((version) => status === '' || version[1] === status).map((version) => [region, service, ...version]));
    return { kind: 'many', columns: ['Region Name', 'Service Type', 'Version', 'Status', 'Endpoint', 'Min Microversion', 'Max Microversion'], rows };
  },
};

function isWanted(endpoint: CatalogEndpoint, values: Values): boolean {
  const region = text(values, 'region_name');
  const isInterface = isSet(values, 'is_all_interfaces') || endpoint.interface === text(values, 'interface');
  return isInterface && (region === '' || (endpoint.region_id ?? endpoint.region) === region);
}

function* ask({ session, log }: Context, { type }: CatalogService, endpoint: CatalogEndpoint): Routine<Offered> {
  const about = { region: endpoint.region_id ?? endpoint.region ?? '', service: type, interface: endpoint.interface };
  const trimmed = endpoint.url.replace(/\/+$/, '');
  const last = trimmed.split('/').at(-1) ?? '';
  const base = versionNumber(last) === null ? trimmed : trimmed.slice(0, -last.length - 1);
  for (const url of new Set([`${base}/`, endpoint.url])) {
    try {
      return { ...about, versions: (yield* discover(session.http, url, session.cache)).map(rowOf) };
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      yield* log.debug('keystoneauth.discover', `Failed attempt at discovery on ${url}: ${error.message}`);
    }
  }
  const number = versionNumber(last);
  return { ...about, versions: [[number === null ? null : number.join('.'), null, `${trimmed}/`, null, null]] };
}

const rowOf = (version: Version): Cell[] =>
  [version.number.join('.'), version.status, version.url, version.minMicroversion, version.maxMicroversion];

/** By region, then interface, then service, each where it was first met. */
function grouped(offered: readonly Offered[]): Offered[] {
  const order = <T>(keyOf: (each: Offered) => T): T[] => [...new Set(offered.map(keyOf))];
  return order(({ region }) => region).flatMap((region) => order((each) => each.interface).flatMap((kind) =>
    order(({ service }) => service).flatMap((service) =>
      offered.filter((each) => each.region === region && each.interface === kind && each.service === service).slice(-1))));
}
