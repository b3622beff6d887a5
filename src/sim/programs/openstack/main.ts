import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { authOptions, parseRoot } from './app/root.ts';
import { ClientError } from './app/errors.ts';
import { findCommand, type FoundCommand } from './app/find.ts';
import { Http } from './app/http.ts';
import { Session } from './app/session.ts';
import { present } from './app/show.ts';
import { suggestions } from './app/suggest.ts';
import { HelpWanted, UsageError, parseArguments, type Values } from './argparse/parse.ts';
import { formatUsage } from './argparse/usage.ts';
import { text, type CommandTable, type Context } from './command.ts';
import { COMMANDS, ROOT_ARGUMENTS, ROOT_EXCLUSIVE, parserOf } from './commands.ts';
import { commandCommands } from './general/command.ts';
import { identityCommands } from './identity/index.ts';

const VERSION = 'openstack 6.0.0\n';

/** What runs, by command; the others are known (they parse, they have a usage) and say that they are not modelled. */
const TABLE: CommandTable = { ...commandCommands, ...identityCommands };

/** Commands that need no token. */
const OFFLINE: readonly string[] = Object.keys(commandCommands);

/** openstack: python-openstackclient 6.0.0. Knows nothing of the cloud but what HTTP tells. */
export const openstack: Program = {
  name: 'openstack',
  *run(sys) {
    const columns = sys.isTty(1) ? sys.ttySize(1).columns : Number(sys.env['COLUMNS'] ?? 80);
    try {
      return yield* dispatch(sys, columns);
    } catch (error) {
      if (error instanceof ClientError) {
        yield* sys.write(2, `${error.message}\n`);
        return 1;
      }
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `${rootUsage(columns)}openstack: error: ${error.message}\n`);
      return 2;
    }
  },
};

const rootUsage = (columns: number): string => formatUsage({ prog: 'openstack', arguments: ROOT_ARGUMENTS, exclusive: ROOT_EXCLUSIVE }, columns);

function* dispatch(sys: Sys, columns: number): Routine<number> {
  const { values: root, rest } = parseRoot(sys.argv.slice(1), sys.env);
  if (root['version'] === true) {
    yield* sys.write(1, VERSION);
    return 0;
  }
  if (root['deferred_help'] === true || rest[0] === 'help') return yield* help(sys, rest[0] === 'help' ? rest.slice(1) : rest, columns);
  if (rest.length === 0) throw new ClientError('handstack: openstack: the interactive mode is not modelled');
  const found = findCommand(rest);
  if (found === null) return yield* unknown(sys, rest);
  return yield* runCommand(sys, root, found, columns);
}

function* runCommand(sys: Sys, root: Values, found: FoundCommand, columns: number): Routine<number> {
  const parser = parserOf(found.spec);
  let values: Values;
  try {
    ({ values } = parseArguments(parser, found.rest));
  } catch (error) {
    if (error instanceof HelpWanted) return yield* help(sys, found.spec.command.split(' '), columns);
    if (!(error instanceof UsageError)) throw error;
    yield* sys.write(2, `${formatUsage(parser, columns)}${parser.prog}: error: ${error.message}\n`);
    return 2;
  }
  const command = TABLE[found.spec.command];
  const context = yield* makeContext(sys, root, found.spec.command);
  if (command === undefined) {
    yield* context.session.access();
    throw new ClientError(`handstack: openstack: the command ${found.spec.command} is not modelled`);
  }
  const outcome = yield* command(context, values);
  yield* sys.write(1, present(sys, outcome, values));
  return outcome.kind === 'nothing' ? outcome.exit ?? 0 : 0;
}

function* makeContext(sys: Sys, root: Values, command: string): Routine<Context> {
  const warn = (line: string): Routine<void> => sys.write(2, line);
  const auth = authOptions(root);
  if (!OFFLINE.includes(command)) yield* check(sys, root);
  const password = auth.type === 'password' && auth.password === '' && !OFFLINE.includes(command) ? yield* askPassword(sys) : auth.password;
  const kind = text(root, 'interface');
  const session = new Session(new Http(sys, () => undefined), {
    auth: { ...auth, password }, interface: kind === '' ? 'public' : kind, region: text(root, 'region_name'),
  }, warn);
  return { sys, session, root, warn };
}

/** What osc-lib finds missing before anything is asked of the cloud. */
function* check(_sys: Sys, root: Values): Routine<void> {
  const cloud = text(root, 'cloud');
  if (cloud !== '') throw new ClientError(`Cloud ${cloud} was not found.`);
  if (text(root, 'auth_url') === '') throw new ClientError('Missing value auth-url required for auth plugin password');
  const isPassword = ['', 'password', 'v3password'].includes(text(root, 'auth_type'));
  if (isPassword && text(root, 'username') === '' && text(root, 'user_id') === '') {
    throw new ClientError('Missing parameter(s): \nSet a username with --os-username, OS_USERNAME, or auth.username or set a user-id with --os-user-id, OS_USER_ID, or auth.user_id');
  }
}

function* askPassword(sys: Sys): Routine<string> {
  const missing = 'No password entered, or found via --os-password or OS_PASSWORD';
  if (!sys.isTty(0)) throw new ClientError(missing);
  yield* sys.write(2, 'Password: ');
  sys.setTtyMode(0, { echo: false });
  const line = yield* sys.readLine(0);
  sys.setTtyMode(0, { echo: true });
  yield* sys.write(2, '\n');
  const password = (line ?? '').replace(/\n$/, '');
  if (password === '') throw new ClientError(missing);
  return password;
}

function* unknown(sys: Sys, words: readonly string[]): Routine<number> {
  const matches = suggestions(words[0] ?? '', COMMANDS.map(({ command }) => command));
  yield* sys.write(1, `openstack: '${words.join(' ')}' is not an openstack command. See 'openstack --help'.\nDid you mean one of these?\n`);
  yield* sys.write(1, matches.map((match) => `  ${match}\n`).join(''));
  return 2;
}

/** Usage of a command, or the commands that begin with the words. */
function* help(sys: Sys, words: readonly string[], columns: number): Routine<number> {
  if (words.length === 0) {
    yield* sys.write(1, rootUsage(columns));
    return 0;
  }
  const found = findCommand(words);
  if (found !== null) {
    yield* sys.write(1, formatUsage(parserOf(found.spec), columns));
    return 0;
  }
  const begin = COMMANDS.filter(({ command }) => command.startsWith(words.join(' '))).map(({ command }) => command).sort();
  if (begin.length === 0) {
    yield* sys.write(2, `Unknown command [${words.map((word) => `'${word}'`).join(', ')}]\n`);
    return 1;
  }
  yield* sys.write(1, `Command "${words.join(' ')}" matches:\n${begin.map((command) => `  ${command}\n`).join('')}`);
  return 0;
}
