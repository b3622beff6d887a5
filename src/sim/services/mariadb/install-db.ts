import { SysError } from '../../host/errors.ts';
import { buildOf } from '../../host/mysql/build.ts';
import { loadDefaults } from '../../host/mysql/my-cnf.ts';
import type { Program } from '../../host/program.ts';
import { bootstrap } from './engine/bootstrap.ts';

/** mariadb-install-db: makes the system tables in an empty data directory. */
export const installDb: Program = {
  name: 'mariadb-install-db',
  *run(sys) {
    const defaults = loadDefaults(sys, ['mysqld', 'server', 'mariadb', 'mysql_install_db'], sys.argv.slice(1));
    const option = (name: string): string | null =>
      defaults.rest.findLast((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
      ?? defaults.options.findLast((each) => each.name === name)?.value ?? null;
    const datadir = `${(option('datadir') ?? option('ldata') ?? '/var/lib/mysql').replace(/\/+$/, '')}/`;
    const user = option('user');
    const isQuiet = defaults.rest.includes('--rpm') || defaults.rest.includes('--cross-bootstrap');
    const say = function* (text: string) { if (!isQuiet) yield* sys.write(1, text); };
    const account = user === null ? null : sys.accounts.byName(user);
    if (user !== null && account === null) {
      yield* sys.write(2, `chown: invalid user: '${user}'\nCannot change ownership of the database directories to the '${user}'\nuser.  Check that you have the necessary permissions and try again.\n`);
      return 1;
    }
    sys.umask(0o007);
    try {
      if (!sys.exists(datadir)) {
        sys.mkdir(datadir, 0o755);
        if (account !== null) sys.chown(datadir, account.uid, account.gid);
      }
      if (sys.exists(`${datadir}mysql/global_priv.frm`)) {
        yield* say('mysql.user table already exists!\nRun mariadb-upgrade, not mariadb-install-db\n');
        return 0;
      }
      yield* say(`Installing MariaDB/MySQL system tables in '${datadir.replace(/\/$/, '')}' ...\n`);
      yield* sys.work(2500);
      if (account !== null && sys.credentials.uid === 0) sys.setCredentials(sys.accounts.credentialsOf(account));
      bootstrap({
        disk: sys, datadir, hostname: sys.hostname, version: buildOf(sys, 'MariaDB-server').version, nowMs: () => sys.nowMs(), random: () => sys.dice.next(),
        skipsTestDb: defaults.rest.includes('--skip-test-db'), rootAuth: option('auth-root-authentication-method') === 'normal' ? 'normal' : 'socket',
        rootUser: option('auth-root-socket-user') ?? user ?? 'root',
      });
      yield* say('OK\n');
      return 0;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* sys.write(2, `\nInstallation of system tables failed!  Examine the logs in\n${datadir} for more information.\n`);
      return 1;
    }
  },
};
