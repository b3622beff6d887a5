// service(8) of CentOS: hands over to systemctl.
import type { Program } from '../../host/program.ts';
import { err } from '../../host/stdio.ts';

const KNOWN = ['start', 'stop', 'restart', 'try-restart', 'reload', 'reload-or-restart', 'force-reload', 'status', 'condrestart'];
const USAGE = 'Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n';

export const service: Program = {
  name: 'service',
  *run(sys) {
    const [name, verb] = sys.argv.slice(1);
    if (name === undefined || name === '--help' || name === '-h') {
      yield* err(sys, USAGE);
      return name === undefined ? 1 : 0;
    }
    if (name === '--status-all') {
      yield* err(sys, 'handstack: service: option --status-all is not modelled\n');
      return 1;
    }
    if (verb === undefined) {
      yield* err(sys, USAGE);
      return 2;
    }
    const unit = name.includes('.') ? name : `${name}.service`;
    if (!KNOWN.includes(verb)) {
      yield* err(sys, `The service command supports only basic LSB actions (start, stop, restart, try-restart, reload, reload-or-restart, force-reload, status, condrestart). For other actions, please try to use systemctl.\n`);
      return 2;
    }
    if (verb !== 'status') yield* err(sys, `Redirecting to /bin/systemctl ${verb} ${unit}\n`);
    else yield* err(sys, `Redirecting to /bin/systemctl status ${unit}\n`);
    return yield* sys.exec('/usr/bin/systemctl', ['/bin/systemctl', verb, unit]);
  },
};
