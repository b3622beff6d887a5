import type { Json } from '../../../../base/json.ts';
import { pythonJson } from '../../../../base/python.ts';
import type { Routine } from '../../../host/program.ts';
import type { Answer, Call } from './call.ts';

const version = (self: string): Json => ({
  id: 'v3.14', status: 'stable', updated: '2020-04-07T00:00:00Z', links: [{ rel: 'self', href: self }],
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
});

/** GET /: which versions of the API there are. */
export function* showVersions(call: Call): Routine<Answer> {
  const self = `${call.link()}/`;
  return { status: 300, text: pythonJson({ versions: { values: [version(self)] } }), headers: [['Location', self]] };
}

/** GET /v3 */
export function* showVersion(call: Call): Routine<Answer> {
  return { status: 200, text: pythonJson({ version: version(`${call.link()}/`) }) };
}
