import { SqlError } from '../../protocol/mysql.ts';
import { MysqlSession } from '../../host/mysql/connection.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { clientBuild } from './connect.ts';

const NOTE = `
NOTE: RUNNING ALL PARTS OF THIS SCRIPT IS RECOMMENDED FOR ALL MariaDB
      SERVERS IN PRODUCTION USE!  PLEASE READ EACH STEP CAREFULLY!

In order to log into MariaDB to secure it, we'll need the current
password for the root user. If you've just installed MariaDB, and
haven't set the root password yet, you should just press enter here.

`;
const SOCKET_NOTE = `Setting the root password or using the unix_socket ensures that nobody
can log into the MariaDB root user without the proper authorisation.

`;
const PROTECTED = "You already have your root account protected, so you can safely answer 'n'.\n\n";
const ANONYMOUS = `By default, a MariaDB installation has an anonymous user, allowing anyone
to log into MariaDB without having to have a user account created for
them.  This is intended only for testing, and to make the installation
go a bit smoother.  You should remove them before moving into a
production environment.

`;
const REMOTE = `Normally, root should only be allowed to connect from 'localhost'.  This
ensures that someone cannot guess at the root password from the network.

`;
const TEST = `By default, MariaDB comes with a database named 'test' that anyone can
access.  This is also intended only for testing, and should be removed
before moving into a production environment.

`;
const RELOAD = `Reloading the privilege tables will ensure that all changes made so far
will take effect immediately.

`;
const DONE = `Cleaning up...

All done!  If you've completed all of the above steps, your MariaDB
installation should now be secure.

Thanks for using MariaDB!
`;

const SET_SOCKET = "UPDATE mysql.global_priv SET priv=json_set(priv, '$.password_last_changed', UNIX_TIMESTAMP(), '$.plugin', 'mysql_native_password', '$.authentication_string', 'invalid', '$.auth_or', json_array(json_object(), json_object('plugin', 'unix_socket'))) WHERE User='root'";
const setPassword = (password: string): string =>
  `UPDATE mysql.global_priv SET priv=json_set(priv, '$.plugin', 'mysql_native_password', '$.authentication_string', PASSWORD('${password.replace(/['\\]/g, '\\$&')}')) WHERE User='root'`;

/** The person broke off (end of input, Ctrl-C). */
class Aborted extends Error {}

class Script {
  readonly #sys: Sys;
  #password: string | null = null;

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  *#say(text: string): Routine<void> {
    yield* this.#sys.write(1, text);
  }

  /** Runs a statement in a session of its own, as the real script calls the client; false after an error, which is shown. */
  *#query(sql: string): Routine<boolean> {
    try {
      const session = yield* MysqlSession.open(this.#sys, { user: 'root', password: this.#password === '' ? null : this.#password, socket: clientBuild(this.#sys).socket, program: 'mysql', charset: 'utf8mb3' });
      try {
        yield* session.query(sql);
        return true;
      } finally {
        session.close();
      }
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* this.#sys.write(2, `ERROR ${error.code} (${error.state}): ${error.message}\n`);
      return false;
    }
  }

  *#answer(question: string): Routine<string> {
    yield* this.#say(question);
    const line = yield* this.#sys.readLine(0);
    if (line === null) throw new Aborted();
    return line.replace(/\n$/, '');
  }

  *#secret(question: string): Routine<string> {
    const isTerminal = this.#sys.isTty(0);
    if (isTerminal) this.#sys.setTtyMode(0, { echo: false });
    try {
      const answer = yield* this.#answer(question);
      yield* this.#say('\n');
      return answer;
    } finally {
      if (isTerminal) this.#sys.setTtyMode(0, { echo: true });
    }
  }

  /** Asks; yes unless the answer is n. */
  *#agrees(question: string): Routine<boolean> {
    const answer = yield* this.#answer(question);
    if (!/^n/i.test(answer)) return true;
    yield* this.#say(' ... skipping.\n');
    return false;
  }

  *#try(sql: string): Routine<boolean> {
    const isDone = yield* this.#query(sql);
    yield* this.#say(isDone ? ' ... Success!\n' : ' ... Failed!\n');
    return isDone;
  }

  *run(): Routine<void> {
    yield* this.#say(NOTE);
    do {
      this.#password = yield* this.#secret('Enter current password for root (enter for none): ');
    } while (!(yield* this.#query("SHOW CREATE USER root@localhost")));
    yield* this.#say('OK, successfully used password, moving on...\n\n');
    yield* this.#say(SOCKET_NOTE + PROTECTED);
    if (yield* this.#agrees('Switch to unix_socket authentication [Y/n] ')) yield* this.#socket();
    yield* this.#say(`\n${PROTECTED}`);
    if (yield* this.#agrees('Change the root password? [Y/n] ')) yield* this.#newPassword();
    yield* this.#say(`\n${ANONYMOUS}`);
    if (yield* this.#agrees('Remove anonymous users? [Y/n] ')) yield* this.#try("DELETE FROM mysql.global_priv WHERE User=''");
    yield* this.#say(`\n${REMOTE}`);
    if (yield* this.#agrees('Disallow root login remotely? [Y/n] ')) yield* this.#try("DELETE FROM mysql.global_priv WHERE User='root' AND Host NOT IN ('localhost', '127.0.0.1', '::1')");
    yield* this.#say(`\n${TEST}`);
    if (yield* this.#agrees('Remove test database and access to it? [Y/n] ')) yield* this.#removeTest();
    yield* this.#say(`\n${RELOAD}`);
    if (yield* this.#agrees('Reload privilege tables now? [Y/n] ')) yield* this.#try('FLUSH PRIVILEGES');
    yield* this.#say(`\n${DONE}`);
  }

  *#socket(): Routine<void> {
    if (!(yield* this.#query(SET_SOCKET))) {
      yield* this.#say('Failed!\n');
      return;
    }
    yield* this.#say('Enabled successfully!\nReloading privilege tables..\n');
    yield* this.#try('FLUSH PRIVILEGES');
    yield* this.#say('\n');
  }

  *#newPassword(): Routine<void> {
    for (;;) {
      const first = yield* this.#secret('New password: ');
      const second = yield* this.#secret('Re-enter new password: ');
      if (first !== second) {
        yield* this.#say('Sorry, passwords do not match.\n\n');
        continue;
      }
      if (first === '') {
        yield* this.#say("Sorry, you can't use an empty password here.\n\n");
        continue;
      }
      if (!(yield* this.#query(setPassword(first)))) {
        yield* this.#say('Password update failed!\n');
        throw new Aborted();
      }
      yield* this.#say('Password updated successfully!\nReloading privilege tables..\n');
      yield* this.#try('FLUSH PRIVILEGES');
      this.#password = first;
      yield* this.#say('\n');
      return;
    }
  }

  *#removeTest(): Routine<void> {
    yield* this.#say(' - Dropping test database...\n');
    yield* this.#try('DROP DATABASE IF EXISTS test');
    yield* this.#say(' - Removing privileges on test database...\n');
    yield* this.#try("DELETE FROM mysql.db WHERE Db='test' OR Db='test\\\\_%'");
  }
}

/** mysql_secure_installation: the questions after a new installation. */
export const secureInstallation: Program = {
  name: 'mariadb-secure-installation',
  *run(sys) {
    try {
      yield* new Script(sys).run();
      return 0;
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      yield* sys.write(1, '\nAborting!\n\nCleaning up...\n');
      return 1;
    }
  },
};
