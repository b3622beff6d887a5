import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, isSet, text, type CommandTable, type Context } from '../command.ts';
import { findProject, idOf } from './find.ts';
import { Keystone, type Info } from './keystone.ts';
import { PROJECTS } from './kinds.ts';

/** openstack project purge: deletes a project's servers, then the project. */
export const projectPurgeCommands: CommandTable = {
  *'project purge'(context, values) {
    const keystone = yield* Keystone.of(context);
    const project = yield* projectOf(keystone, context, values);
    const isDryRun = isSet(values, 'dry_run');
    yield* purgeServers(context, project, isDryRun);
    if (isSet(values, 'keep_project')) return NOTHING;
    yield* context.warn(`Deleting project: ${project}`);
    if (!isDryRun) yield* keystone.remove(PROJECTS, project);
    return NOTHING;
  },
};

function* projectOf(keystone: Keystone, context: Context, values: Values): Routine<string> {
  if (!isSet(values, 'auth_project')) return idOf(yield* findProject(keystone, text(values, 'project'), text(values, 'project_domain')));
  const project = (yield* context.session.access()).body['project'] as Info | undefined;
  return project === undefined ? 'None' : idOf(project);
}

/**
 * Servers of the project. A cloud without nova, or a failing one, is passed over in silence, as the client does.
 * Images are not purged: the client of this release calls its image library in a way that it does not know.
 */
function* purgeServers({ session, warn, error: report }: Context, project: string, isDryRun: boolean): Routine<void> {
  try {
    const answer = yield* session.request('compute', 'GET', `/servers/detail?all_tenants=True&tenant_id=${project}`);
    const servers = (answer as { servers?: readonly Info[] } | null)?.servers ?? [];
    let failed = 0;
    for (const server of servers) failed += yield* purge(idOf(server));
    if (failed > 0) yield* report(`${failed} of ${servers.length} servers failed to delete.`);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
  }

  function* purge(id: string): Routine<number> {
    yield* warn(`Deleting server : ${id}`);
    if (isDryRun) return 0;
    try {
      yield* session.send('compute', 'DELETE', `/servers/${id}`);
      return 0;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      yield* report(`Failed to delete server with ID '${id}': ${error.message}`);
      return 1;
    }
  }
}
