import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { DbError } from '../../oslo/db-errors.ts';
import { PythonException } from '../../oslo/traceback.ts';
import { TABLES } from '../tables.ts';
import type { Tool } from './tool.ts';

/** The revisions of keystone's database: the first, and the head of each branch. */
const INITIAL = '27e647c0fad4';
const EXPAND = '29e87d24a316';
const CONTRACT = 'e25ffa003242';
const ROOT = '<<keystone.domain.root>>';
const NO_SUCH_TABLE = 1146;

/** `keystone-manage db_sync`. */
export function* dbSync(tool: Tool): Routine<number> {
  const { values } = tool.parsed;
  if (values['--check'] === true) return yield* check(tool);
  if (values['--migrate'] === true) {
    yield* tool.sys.write(1, 'Data migrations are no longer supported with alembic. This is now a no-op.\n');
    return 0;
  }
  if (values['version'] !== undefined) throw new PythonException({ type: 'Exception', message: 'Specifying a version is no longer supported' });
  if (values['--contract'] === true) return yield* contract(tool);
  const versions = yield* look(tool);
  open(tool);
  yield* upgrade(tool, versions, values['--expand'] === true ? [EXPAND] : [CONTRACT, EXPAND]);
  return 0;
}

/** `keystone-manage db_version`: the revision of the branch expand. */
export function* dbVersion(tool: Tool): Routine<number> {
  const versions = yield* look(tool);
  if (versions.length > 0) open(tool);
  yield* tool.sys.write(1, `${versions.length === 0 ? 'None' : versions.includes(EXPAND) ? EXPAND : versions[0] ?? 'None'}\n`);
  return 0;
}

/** Alembic says so each time it looks at a database. */
function open(tool: Tool, times = 1): void {
  for (let time = 0; time < times; time += 1) {
    tool.log.logger('alembic.runtime.migration').info('Context impl MySQLImpl.');
    tool.log.logger('alembic.runtime.migration').info('Will assume non-transactional DDL.');
  }
}

/** The revisions that the database is at; none when it is not under version control. */
function* look(tool: Tool): Routine<string[]> {
  const versions = yield* read(tool.db);
  open(tool);
  return versions;
}

function* read(db: Database): Routine<string[]> {
  try {
    return (yield* db.rows('SELECT version_num FROM alembic_version')).map((row) => row['version_num'] ?? '');
  } catch (error) {
    if (error instanceof DbError && error.code === NO_SUCH_TABLE) return [];
    throw error;
  }
}

function* contract(tool: Tool): Routine<number> {
  const versions = yield* look(tool);
  if (!versions.includes(EXPAND)) {
    throw new PythonException({
      type: 'oslo_db.exception.DBMigrationError',
      message: 'You are attempting to upgrade contract ahead of expand. Please refer to '
        + 'https://docs.openstack.org/keystone/latest/admin/identity-upgrading.html to see the proper steps for rolling upgrades.',
    });
  }
  open(tool, 2);
  yield* upgrade(tool, versions, [CONTRACT]);
  return 0;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  [CONTRACT]: 'Initial no-op Yoga contract migration.', [EXPAND]: 'Initial no-op Yoga expand migration.',
};

/** Brings the database to the given heads. */
function* upgrade(tool: Tool, versions: readonly string[], heads: readonly string[]): Routine<void> {
  const { db } = tool;
  const logger = tool.log.logger('alembic.runtime.migration');
  if (versions.length === 0) {
    logger.info(`Running upgrade  -> ${INITIAL}, Initial version`);
    yield* createTables(tool);
  }
  let from: readonly string[] = versions.length === 0 ? [INITIAL] : versions;
  for (const head of heads) {
    if (versions.includes(head)) continue;
    logger.info(`Running upgrade ${INITIAL} -> ${head}, ${DESCRIPTIONS[head] ?? ''}`);
    if (from.includes(INITIAL)) yield* db.run('UPDATE alembic_version SET version_num=%(new)s WHERE alembic_version.version_num = %(old)s', { new: head, old: INITIAL });
    else yield* db.run('INSERT INTO alembic_version (version_num) VALUES (%(new)s)', { new: head });
    from = [...from.filter((each) => each !== INITIAL), head];
    yield* tool.sys.work(3);
  }
}

function* createTables(tool: Tool): Routine<void> {
  const { db } = tool;
  const isVersion = (sql: string): boolean => sql.startsWith('CREATE TABLE `alembic_version`');
  for (const sql of [...TABLES.filter(isVersion), ...TABLES.filter((each) => !isVersion(each))]) {
    yield* db.run(sql);
    yield* tool.sys.work(17);
  }
  yield* db.run('INSERT INTO project (id, name, enabled, domain_id, description, is_domain, extra) VALUES (%(id)s, %(id)s, %(enabled)s, %(id)s, %(text)s, %(is)s, %(extra)s)',
    { id: ROOT, enabled: false, text: '', is: true, extra: '{}' });
  yield* db.run('INSERT INTO alembic_version (version_num) VALUES (%(new)s)', { new: INITIAL });
}

/** `db_sync --check`: what is still to do, as an exit status and in the log. */
function* check(tool: Tool): Routine<number> {
  const versions = yield* look(tool);
  const logger = tool.log.logger('keystone.cmd.cli');
  open(tool, versions.length === 0 ? 2 : 4);
  const [expand, contracted] = [EXPAND, CONTRACT].map((head) => (versions.includes(head) ? head : null));
  const status = expand === null ? 2 : contracted === null ? 4 : 0;
  logger.info(status === 2 ? 'Your database is not up to date. Your first step is to run `keystone-manage db_sync --expand`.'
    : status === 4 ? 'Expand version is ahead of contract. Your next step is to run `keystone-manage db_sync --contract`.'
      : 'All db_sync commands are upgraded to the same version and up-to-date.');
  const shown = (version: string | null | undefined): string => version ?? 'None';
  logger.info(`Current repository versions:\nExpand: ${shown(expand)} (head: ${shown(expand)})\nContract: ${shown(contracted)} (head: ${shown(contracted)})`);
  return status;
}
