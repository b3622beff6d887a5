import { SysError } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err, out, programName } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';
import { NOT_MODELLED, needsRestarting, refuseNotModelled, updateinfo } from './commands-advisory.ts';
import * as change from './commands-change.ts';
import { group, module } from './commands-group.ts';
import { history } from './commands-history.ts';
import * as lists from './commands-list.ts';
import * as query from './commands-query.ts';
import { provides, search } from './commands-search.ts';
import * as repo from './commands-repo.ts';
import { Console, DnfError } from './console.ts';
import { COMMANDS, findCommand, parseOptions, usageOf, UsageFailure, type Options } from './options.ts';
import { Session } from './session.ts';

/** dnf of CentOS Stream 9. */
const VERSION = '4.14.0';

/** The plug-ins of dnf-plugins-core, as `-v` names them. */
const PLUGINS = 'builddep, changelog, config-manager, copr, debug, debuginfo-install, download, generate_completion_cache, groups-manager, '
  + 'needs-restarting, playground, repoclosure, repodiff, repograph, repomanage, reposync, system-upgrade';

const RUN: Readonly<Record<string, (session: Session) => Routine<number>>> = {
  install: change.install, remove: change.remove, autoremove: change.autoremove, upgrade: change.upgrade, 'upgrade-minimal': change.upgrade,
  'distro-sync': change.distroSync, downgrade: change.downgrade, reinstall: change.reinstall, swap: change.swap, mark: change.mark, download: change.download,
  list: lists.list, info: lists.info, search, provides, repoquery: query.repoquery, deplist: query.deplist,
  'check-update': lists.checkUpdate, check: query.check,
  repolist: repo.repolist, repoinfo: repo.repolist, makecache: repo.makecache, clean: repo.clean, 'config-manager': repo.configManager,
  history, group, module, 'needs-restarting': needsRestarting, updateinfo,
};

/** dnf and yum: one program under both names. */
export const dnf: Program = {
  name: 'dnf',
  notModelled: NOT_MODELLED,
  *run(sys) {
    sys.catchSignals(['SIGINT']);
    const console = new Console(sys);
    try {
      return yield* start(sys, console);
    } catch (error) {
      return yield* fail(sys, console, error);
    } finally {
      console.flush();
    }
  },
};

function* fail(sys: Sys, console: Console, error: unknown): Routine<number> {
  if (error instanceof UsageFailure) {
    yield* err(sys, error.message);
    return 2;
  }
  if (error instanceof DnfError) {
    yield* console.error(error.isBare ? error.message : `Error: ${error.message}`);
    if (error.hint !== null) yield* console.info(error.hint);
    return error.exit;
  }
  if (error instanceof SysError && error.errno === 'EINTR') {
    sys.takeSignals();
    yield* err(sys, 'KeyboardInterrupt: Terminated.\n');
    return 1;
  }
  if (error instanceof SysError) {
    yield* console.error(`Error: ${error.text}`);
    return 1;
  }
  throw error;
}

function* start(sys: Sys, console: Console): Routine<number> {
  const program = programName(sys).replace(/^dnf-3$/, 'dnf');
  const options = parseOptions(program, sys.argv.slice(1));
  if (options.flags.has('--version')) {
    yield* version(sys);
    return 0;
  }
  if (options.command === '' || options.flags.has('--help')) return yield* help(sys, program, options);
  if (!options.isRealCommand) return yield* unknownCommand(sys, program, options.command);
  console.isQuiet = options.flags.has('--quiet');
  console.isVerbose = options.flags.has('--verbose');
  const run = RUN[options.command];
  if (run === undefined) throw new DnfError(`handstack: dnf: ${options.command} is not modelled`, { isBare: true });
  const catalogue = yield* sys.external(sys.packages());
  const session = new Session(console, options, catalogue);
  refuseNotModelled(session);
  if (findCommand(options.command)?.needsRoot === true && sys.credentials.uid !== 0 && !options.flags.has('--assumeno')) {
    throw new DnfError('This command has to be run with superuser privileges (under the root user on most systems).');
  }
  if (console.isVerbose) yield* console.info(`Loaded plugins: ${PLUGINS}\nDNF version: ${VERSION}\ncachedir: ${session.cache.folder}`);
  yield* session.configure();
  yield* sys.work(250);
  return yield* run(session);
}

function* unknownCommand(sys: Sys, program: string, command: string): Routine<number> {
  yield* err(sys, `No such command: ${command}. Please use ${sys.argv[0]?.includes('/') === true ? sys.argv[0] : `/usr/bin/${program}`} --help\n`
    + `It could be a ${program.toUpperCase()} plugin command, try: "${program} install '${program}-command(${command})'"\n`);
  return 1;
}

function* version(sys: Sys): Routine<void> {
  yield* out(sys, `${VERSION}\n`);
}

function* help(sys: Sys, program: string, options: Options): Routine<number> {
  const spec = options.command === '' ? null : findCommand(options.command);
  if (spec !== null) {
    yield* out(sys, `${usageOf(program, spec)}\n${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}\n`);
    return 0;
  }
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  yield* out(sys, `usage: ${program} [options] COMMAND\n\nList of Main Commands:\n\n${COMMANDS.map(({ name, summary }) => `${name.padEnd(width + 2)}${summary}\n`).join('')}`);
  return options.flags.has('--help') ? 0 : 1;
}
