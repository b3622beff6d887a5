import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import type { Where } from './config/index.ts';

/** The command line of httpd. */
export interface CommandLine {
  readonly where: Where;
  readonly action: string | null;
  readonly flags: ReadonlySet<string>;
  /** As error_log shows it. */
  readonly shown: string;
}

const SERVER_ROOT = '/etc/httpd';

const USAGE = (name: string): string => `Usage: ${name} [-D name] [-d directory] [-f file]
       ${' '.repeat(name.length)} [-C "directive"] [-c "directive"]
       ${' '.repeat(name.length)} [-k start|restart|graceful|graceful-stop|stop]
       ${' '.repeat(name.length)} [-v] [-V] [-h] [-l] [-L] [-t] [-T] [-S] [-X]
Options:
  -D name            : sets a name that <IfDefine name> asks for
  -d directory       : the ServerRoot to begin with
  -f file            : the configuration file
  -C "directive"     : a directive to act on before the configuration is read
  -c "directive"     : a directive to act on after it
  -e level           : how much is said while starting (see LogLevel)
  -E file            : where it is said
  -v                 : the version
  -V                 : how it was compiled
  -h                 : this page
  -l                 : modules that are part of the program
  -L                 : the directives there are
  -t -D DUMP_VHOSTS  : the virtual hosts
  -t -D DUMP_RUN_CFG : settings of the running server
  -S                 : both of these
  -t -D DUMP_MODULES : the modules loaded
  -M                 : the same
  -t -D DUMP_INCLUDES: the files read
  -t                 : checks the configuration
  -T                 : starts without looking for the DocumentRoot
  -X                 : one worker only, in the foreground
`;

/** Reads the command line; a number is the status to end with at once. */
export function* readArguments(sys: Sys): Routine<CommandLine | number> {
  const name = sys.argv[0] ?? 'httpd';
  let args: ParsedOptions;
  try {
    args = getopt(sys.argv.slice(1), { short: 'D:C:c:d:e:E:f:vVlLtTSMhk:X' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield* sys.write(2, `${name.split('/').at(-1) ?? ''}: ${error.message}\n${USAGE(name)}`);
    return 1;
  }
  if (args.has('h') || args.operands.length > 0) {
    yield* sys.write(2, USAGE(name));
    return 1;
  }
  const action = args.last('k');
  if (action !== null && !['start', 'stop', 'restart', 'graceful', 'graceful-stop'].includes(action)) {
    yield* sys.write(2, USAGE(name));
    return 1;
  }
  const root = args.last('d') ?? SERVER_ROOT;
  const shown = args.options.filter(({ name: option }) => !['k'].includes(option))
    .map(({ name: option, value }) => ` -${option}${value === null || value === undefined ? '' : ` ${value}`}`).join('');
  return {
    where: { root, file: args.last('f') ?? 'conf/httpd.conf', defines: args.all('D'), before: args.all('C'), after: args.all('c') },
    action, flags: new Set(args.options.map(({ name: option }) => option)), shown: `/usr/sbin/httpd${shown}`,
  };
}
