import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { HelpWanted, UsageError, parseArguments, type Values } from '../argparse/parse.ts';
import { formatUsage } from '../argparse/usage.ts';
import { text, type Command, type CommandTable, type Context, type Outcome } from '../command.ts';
import { COMMANDS, parserOf } from '../commands.ts';
import { Http } from '../http/http.ts';
import { maskPassword } from '../python/mask.ts';
import { namespace } from '../python/namespace.ts';
import { repr } from '../cliff/values.ts';
import { classOf } from './classes.ts';
import { ClientError } from './errors.ts';
import { showCommandHelp } from './help.ts';
import { findCommand, type FoundCommand } from './find.ts';
import { checkCredentials } from './credentials.ts';
import type { Log } from './log.ts';
import { Session } from './session.ts';
import type { Shell } from './shell.ts';
import { present } from './show.ts';
import { suggestions } from './suggest.ts';
import { timingTable } from './timing.ts';

const LOGGER = 'osc_lib.shell';

/** Commands that need no login. */
const OFFLINE = ['help', 'complete', 'command list', 'module list', 'configuration show'];

/** Where commands come from: those that are modelled, and what is said of the others. */
export interface Commands {
  readonly table: CommandTable;
  /** Fails as the real command does before it is any different from others; then says that it is not modelled. */
  readonly other: (found: FoundCommand) => Command;
}

/** Runs one command line; the exit status. */
export function* runSubcommand(shell: Shell, commands: Commands, words: readonly string[]): Routine<number> {
  const found = findCommand(words, shell.isLoaded);
  if (found === null) return yield* unknown(shell, words);
  const run = new Run(shell, commands, found);
  return yield* run.run();
}

class Run {
  readonly #shell: Shell;
  readonly #commands: Commands;
  readonly #found: FoundCommand;
  readonly #needsLogin: boolean;
  #session: Session | null = null;
  #values: Values = {};

  constructor(shell: Shell, commands: Commands, found: FoundCommand) {
    this.#shell = shell;
    this.#commands = commands;
    this.#found = found;
    this.#needsLogin = !OFFLINE.includes(found.spec.command);
  }

  *run(): Routine<number> {
    let failure = '';
    let phase: 'prepare' | 'run' = 'prepare';
    let status = 1;
    try {
      const context = yield* this.#prepare();
      const usage = yield* this.#parse();
      phase = 'run';
      status = usage ?? (yield* this.#execute(context));
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      failure = error.message;
      yield* this.#shell.report('openstack', error, phase);
    }
    yield* this.#cleanUp(failure);
    return status;
  }

  *#prepare(): Routine<Context> {
    const { log, sys } = this.#shell;
    const { spec } = this.#found;
    if (log.isDebugging || this.#shell.root['verbose_level'] === 2) {
      yield* log.info(LOGGER, `command: ${this.#found.name} -> ${classOf(spec)} (auth=${this.#needsLogin ? 'True' : 'False'})`);
    }
    const config = yield* this.#shell.load(this.#needsLogin, { additional_user_agent: [['osc-lib', '2.6.2']] });
    this.#shell.config = config;
    // At the client's own prompt one session serves all commands.
    const session = this.#shell.session ?? sessionOf(sys, log, config);
    if (this.#needsLogin) yield* this.#login(config, session);
    this.#session = session;
    return this.#context(config, session);
  }

  *#login(config: Values, session: Session): Routine<void> {
    const { log } = this.#shell;
    const type = text(config, 'auth_type');
    if (this.#shell.session !== null) return;
    checkCredentials(type, config['auth'] as Values);
    yield* log.info('osc_lib.clientmanager', `Using auth plugin: ${type}`);
    if (log.isDebugging) yield* log.debug('osc_lib.clientmanager', `Using parameters ${maskPassword(repr(config['auth'] ?? {}))}`);
    this.#shell.session = session;
    yield* warnOfNoChecks(log, config);
    if (type === 'none') return;
    yield* log.debug('osc_lib.clientmanager', 'Get auth_ref');
    yield* session.authRef();
  }

  #context(config: Values, session: Session): Context {
    const { sys, log, root, out } = this.#shell;
    const logger = (): string => classOf(this.#found.spec).replace(/\.[^.]*$/, '');
    return {
      sys, session, root, config, log,
      warn: (line) => log.warning(logger(), line.replace(/\n$/, '')),
      error: (line) => log.error(logger(), line),
      print: (all) => out.write(all),
    };
  }

  /** Null, or the exit status of words that do not fit. */
  *#parse(): Routine<number | null> {
    const { spec, name, rest } = this.#found;
    if (spec.isNameOnly === true) return null;
    const parser = parserOf(spec, this.#shell.isInteractive ? name : `openstack ${name}`);
    try {
      ({ values: this.#values } = parseArguments(parser, rest));
      return null;
    } catch (error) {
      if (error instanceof HelpWanted) {
        yield* showCommandHelp(this.#shell, spec, parser);
        return 0;
      }
      if (!(error instanceof UsageError)) throw error;
      yield* this.#shell.sys.write(2, `${formatUsage(parser, this.#shell.columns)}${parser.prog}: error: ${error.message}\n`);
      return 2;
    }
  }

  *#execute(context: Context): Routine<number> {
    const { spec } = this.#found;
    const { log, out, sys } = this.#shell;
    const command = this.#commands.table[spec.command] ?? this.#commands.other(this.#found);
    if (spec.group !== 'cliff' && log.isDebugging) yield* log.debug(classOf(spec), `run(${namespace(this.#values)})`);
    const outcome = yield* command(context, this.#values);
    yield* out.write(present(sys, outcome, this.#values));
    return statusOf(outcome);
  }

  *#cleanUp(failure: string): Routine<void> {
    const { log, root, out, sys } = this.#shell;
    yield* log.debug(LOGGER, `clean_up ${classOf(this.#found.spec).replace(/^.*\./, '')}: ${failure}`);
    const session = this.#session ?? this.#shell.session;
    session?.http.close();
    if (root['timing'] !== true) return;
    if (session === null || !this.#needsLogin) {
      yield* log.error('openstack', "Could not clean up: 'NoneType' object has no attribute 'get_timings'");
      return;
    }
    yield* out.write(timingTable(sys, session.http.timings, text(this.#values, 'formatter')));
  }
}

/** What the log tells where certificates are not checked. */
function* warnOfNoChecks(log: Log, config: Values): Routine<void> {
  if (config['insecure'] !== true && config['verify'] !== false) return;
  const names = [text(config, 'cloud'), text(config, 'region_name')].filter((name) => name !== '');
  yield* log.debug('openstack.config', `Turning off SSL warnings for ${names.length === 0 ? 'unknown' : names.join(':')} since verify=False`);
  yield* log.debug('openstack.config', 'Turning off Insecure SSL warnings since verify=False');
}

/** A session with the settings of a cloud; it has not logged in yet. */
export function sessionOf(sys: Sys, log: Log, config: Values): Session {
  const isInsecure = config['insecure'] === true || config['verify'] === false;
  return new Session(new Http(sys, log, { isInsecure, cacert: text(config, 'cacert') || null }), log, {
    type: text(config, 'auth_type'), auth: config['auth'] as Values, interface: text(config, 'interface'), region: text(config, 'region_name'),
    identityVersion: text(config, 'identity_api_version') || '3',
  });
}

const statusOf = (outcome: Outcome): number => (outcome.kind === 'nothing' ? outcome.exit ?? 0 : 0);

function* unknown(shell: Shell, words: readonly string[]): Routine<number> {
  const names = COMMANDS.filter(shell.isLoaded).map(({ command }) => command);
  const matches = suggestions(words[0] ?? '', names).map((match) => `  ${match}\n`).join('');
  yield* shell.out.write(`openstack: '${words.join(' ')}' is not an openstack command. See 'openstack --help'.\nDid you mean one of these?\n${matches}`);
  return 2;
}
