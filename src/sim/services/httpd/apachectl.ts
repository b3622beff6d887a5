import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const SYSTEMCTL = '/usr/bin/systemctl';
const HTTPD = '/usr/sbin/httpd';

function* runProgram(sys: Sys, argv: readonly string[]): Routine<number> {
  const [path = ''] = argv;
  const pid = yield* sys.spawn(path, argv);
  const { kind, status } = yield* sys.wait(pid);
  return kind === 'exited' ? status : 128 + status;
}

/** apachectl of CentOS: hands starting and stopping to systemd, checks and versions to httpd. */
export const apachectl: Program = {
  name: 'apachectl',
  *run(sys) {
    const [word, extra] = sys.argv.slice(1);
    if (extra !== undefined) {
      yield* sys.write(1, 'Passing arguments to httpd using apachectl is no longer supported.\n'
        + 'You can only start/stop/restart httpd using this script.\n'
        + 'To pass extra arguments to httpd, see the $OPTIONS variable in the\nhttpd.service(8) man page.\n');
      return 1;
    }
    switch (word) {
      case 'start': case 'stop': case 'restart': case 'status':
        return yield* runProgram(sys, [SYSTEMCTL, '--no-pager', word, 'httpd.service']);
      case 'graceful':
        return yield* graceful(sys);
      case 'graceful-stop':
        return yield* runProgram(sys, [SYSTEMCTL, 'kill', '--signal=SIGWINCH', '--kill-who=main', 'httpd.service']);
      case 'configtest': case '-t':
        return yield* runProgram(sys, [HTTPD, '-t']);
      case '-v': case '-V':
        return yield* runProgram(sys, [HTTPD, word]);
      default:
        yield* sys.write(2, `apachectl: The "${word ?? ''}" option is not supported.\n`);
        return 2;
    }
  },
};

/** A server that does not run is started. */
function* graceful(sys: Sys): Routine<number> {
  const isActive = yield* runProgram(sys, [SYSTEMCTL, '-q', 'is-active', 'httpd.service']);
  const how = isActive === 0 ? ['kill', '--signal=SIGUSR1', '--kill-who=main', 'httpd.service'] : ['start', 'httpd.service'];
  return yield* runProgram(sys, [SYSTEMCTL, ...how]);
}
