import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { UsageError, VersionWanted, type Values } from '../argparse/parse.ts';
import { formatUsage } from '../argparse/usage.ts';
import { text } from '../command.ts';
import { loadClouds, type Clouds } from '../config/clouds.ts';
import { loadConfig } from '../config/loader.ts';
import { namespace } from '../python/namespace.ts';
import { maskPassword } from '../python/mask.ts';
import { repr } from '../cliff/values.ts';
import { ClientError } from './errors.ts';
import { asOsError } from './os-error.ts';
import type { IsLoaded } from './find.ts';
import { LEVEL, Log, levelOf } from './log.ts';
import { Output } from './output.ts';
import { askPassword } from './password.ts';
import { parseRoot, rootParser } from './root.ts';
import type { Session } from './session.ts';
import { outerTraceback, traceback, type Phase } from './traceback.ts';
import { loadGroups } from './versions.ts';

const LOGGER = 'osc_lib.shell';

/** One run of the client: its options, its settings, its loggers. Commands are run by `runCommand` (subcommand.ts). */
export class Shell {
  readonly sys: Sys;
  readonly log: Log;
  readonly out: Output;
  /** Columns of the terminal, for usage and help. */
  readonly columns: number;
  root: Values = {};
  config: Values = {};
  isLoaded: IsLoaded = () => true;
  isInteractive = false;
  /** Kept from the first login on. */
  session: Session | null = null;
  #clouds: Clouds | null = null;

  constructor(sys: Sys) {
    this.sys = sys;
    this.log = new Log(sys);
    this.out = new Output(sys);
    this.columns = widthOf(sys);
  }

  get isDebug(): boolean {
    return this.root['debug'] === true;
  }

  /** Reads options and settings, again and in silence when `isResumed`. The words left for a command, or the status to leave with. */
  *start(argv: readonly string[], isResumed: boolean): Routine<{ readonly rest: readonly string[] } | { readonly exit: number }> {
    let rest: string[];
    try {
      ({ values: this.root, rest } = parseRoot(argv, this.sys.env));
    } catch (error) {
      if (error instanceof VersionWanted) {
        yield* this.sys.write(1, 'openstack 6.0.0\n');
        return { exit: 0 };
      }
      if (!(error instanceof UsageError)) throw error;
      yield* this.sys.write(2, `${formatUsage(rootParser({}), this.columns)}openstack: error: ${error.message}\n`);
      return { exit: 2 };
    }
    this.log.isSilent = isResumed;
    try {
      yield* this.#configure(argv);
      this.log.isSilent = false;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      yield* this.report('openstack', error, 'initialize');
      if (this.isDebug) yield* this.log.error(LOGGER, outerTraceback(error));
      return { exit: 1 };
    }
    return { rest: this.root['deferred_help'] === true && rest.length > 0 ? ['help', ...rest] : rest };
  }

  *#configure(argv: readonly string[]): Routine<void> {
    if (this.isDebug) this.root['verbose_level'] = 3;
    this.log.setLevel(levelOf(Number(this.root['verbose_level'] ?? 1)));
    this.#openLog(`${text(this.root, 'cloud')} ${text(this.root, 'username')} None`);
    yield* this.log.info(LOGGER, `START with options: ${maskPassword(argv.join(' '))}`);
    if (this.log.isDebugging) yield* this.log.debug(LOGGER, `options: ${maskPassword(namespace(this.root))}`);
    const type = text(this.root, 'endpoint') !== '' && text(this.root, 'token') !== '' ? 'admin_token' : 'password';
    this.#clouds = yield* loadClouds(this.sys, { interface: 'public', auth_type: type });
    if (!this.isDebug) this.root['debug'] = null;
    this.config = yield* this.load(false);
    this.#adoptLevel();
    const auth = this.config['auth'] as Values;
    this.#openLog(`${text(this.config, 'cloud')} ${text(auth, 'username')} ${text(auth, 'project_name')}`);
    if (this.log.isDebugging) {
      yield* this.log.debug(LOGGER, `defaults: ${repr(this.#clouds.defaults)}`);
      yield* this.log.debug(LOGGER, `cloud cfg: ${maskPassword(repr(this.config))}`);
    }
    this.isLoaded = yield* loadGroups(this.config, this.log);
  }

  /** The settings of the chosen cloud, checked for a command that needs to log in. */
  *load(validates: boolean, more: Values = {}): Routine<Values> {
    if (this.#clouds === null) throw new Error('load before start');
    return yield* loadConfig({
      clouds: this.#clouds, cloud: text(this.root, 'cloud'), options: this.root, more, log: this.log, validates, askPassword: () => askPassword(this.sys),
    });
  }

  #openLog(context: string): void {
    const path = text(this.config, 'log_file') || text(this.root, 'log_file');
    if (path === '') return;
    try {
      this.log.openFile(path, context);
    } catch (error) {
      throw asOsError(error, path);
    }
  }

  /** `log_level` of clouds.yaml counts where the command line says nothing. */
  #adoptLevel(): void {
    const verbosity = Number(this.config['verbose_level'] ?? 1);
    const named = text(this.config, 'log_level');
    const level = verbosity === 1 ? LEVEL[named as keyof typeof LEVEL] ?? LEVEL.warning : levelOf(this.isDebug ? 3 : verbosity);
    this.log.setLevel(level);
  }

  /** Prints an error as the client's logger does: with a traceback in debug mode. */
  *report(logger: string, error: ClientError, phase: Phase): Routine<void> {
    yield* this.log.error(logger, this.isDebug ? `${error.message}\n${traceback(error, phase)}` : error.message);
  }
}

function widthOf(sys: Sys): number {
  const set = Number(sys.env['COLUMNS'] ?? 0);
  if (set > 0) return set;
  return sys.isTty(1) ? sys.ttySize(1).columns : 80;
}
