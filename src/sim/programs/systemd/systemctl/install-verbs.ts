// systemctl enable, disable, mask, preset … , set-default, set-property, edit.
import { SysError, strerror } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import { splitPath } from '../../../host/path.ts';
import { SystemdError, type InstallReport, type InstallVerb } from '../../../host/systemd/systemd.ts';
import { isGlob, matchesGlob, mangleName } from '../../../host/systemd/unit-name.ts';
import { runOn } from './actions.ts';
import type { Call } from './options.ts';
import { authorize, refusalStatus, refusalText } from './polkit.ts';
import { mangle } from './status.ts';

const NO_INSTALL = `The unit files have no installation config (WantedBy=, RequiredBy=, Also=,
Alias= settings in the [Install] section, and DefaultInstance= for template
units). This means they are not meant to be enabled using systemctl.
 
Possible reasons for having this kind of units are:
• A unit may be statically enabled by being symlinked from another unit's
  .wants/ or .requires/ directory.
• A unit's purpose may be to act as a helper for some other unit which has
  a requirement dependency on it.
• A unit may be started when needed via activation (socket, path, timer,
  D-Bus, udev, scripted systemctl call, ...).
• In case of template units, the unit is meant to be enabled with some
  instance name specified.`;

/** The verbs that change links. */
export function* install(call: Call): Routine<number> {
  const { sys, screen, options, verb } = call;
  const names = namesFor(call);
  const permission = yield* authorize(call, 'manage-unit-files', 'Authentication is required to manage system service or unit files.');
  if (permission !== 'granted') {
    screen.error(`Failed to ${verb} unit: ${refusalText(permission)}`);
    return refusalStatus(permission);
  }
  let report: InstallReport;
  try {
    report = sys.systemd.install(verb as InstallVerb, names, { runtime: options.isRuntime, force: options.isForced });
  } catch (error) {
    if (!(error instanceof SystemdError)) throw error;
    screen.error(`Failed to ${verb} unit: ${error.message}`);
    return 1;
  }
  if (!options.isQuiet) tell(call, report);
  if (!options.reloadsNot) sys.systemd.daemonReload();
  const isAboutInstall = ['enable', 'disable', 'reenable'].includes(verb);
  if (isAboutInstall && !report.carriesInstallInfo && !options.isQuiet) screen.error(NO_INSTALL, '\x1b[0;1;39m');
  yield* screen.flushPlain();
  if (!options.isNow || !['enable', 'disable', 'mask'].includes(verb)) return 0;
  return yield* runOn(call, verb === 'enable' ? 'start' : 'stop', names.filter((name) => verb === 'enable' || isInMemory(call, name)));
}

const isInMemory = ({ sys }: Call, name: string): boolean => sys.systemd.unit(name).activeState !== 'inactive';

function namesFor({ sys, screen, args, verb }: Call): string[] {
  return args.flatMap((arg) => {
    if (isGlob(arg)) return sys.systemd.unitFiles().map((file) => file.name).filter((name) => matchesGlob(mangleName(arg).name, name));
    if (arg.startsWith('/') && verb === 'enable' && !arg.startsWith('/dev/')) return [splitPath(arg).name];
    return verb === 'link' ? [arg] : [mangle(screen, arg)];
  });
}

function tell({ screen }: Call, report: InstallReport): void {
  for (const change of report.changes) {
    if (change.kind === 'symlink') screen.info(`Created symlink ${change.path} → ${change.target}.`);
    else if (change.kind === 'unlink') screen.info(`Removed "${change.path}".`);
    else if (change.kind === 'missing') screen.info(`Unit ${change.unit} does not exist, proceeding anyway.`);
    else screen.info(`Unit ${change.unit} is masked, ignoring.`);
  }
}

export function* setDefault(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const name = args[0]?.includes('.') === true ? args[0] : `${args[0] ?? ''}.target`;
  const permission = yield* authorize(call, 'manage-unit-files', 'Authentication is required to manage system service or unit files.');
  if (permission !== 'granted') {
    screen.error(`Failed to set default target: ${refusalText(permission)}`);
    return refusalStatus(permission);
  }
  try {
    const report = sys.systemd.install('set-default', [name]);
    if (!options.isQuiet) tell(call, report);
  } catch (error) {
    if (!(error instanceof SystemdError)) throw error;
    screen.error(`Failed to set default target: ${error.message}`);
    return 1;
  }
  sys.systemd.daemonReload();
  return 0;
}

export function* setProperty(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const name = mangle(screen, args[0] ?? '');
  const permission = yield* authorize(call, 'manage-units', `Authentication is required to set properties on '${name}'.`);
  if (permission !== 'granted') {
    screen.error(`Failed to set unit properties on ${name}: ${refusalText(permission)}`);
    return refusalStatus(permission);
  }
  try {
    sys.systemd.setProperty(name, args.slice(1), { runtime: options.isRuntime });
  } catch (error) {
    if (!(error instanceof SystemdError)) throw error;
    screen.error(`Failed to set unit properties on ${name}: ${error.message}`);
    return 1;
  }
  return 0;
}

const ABOVE = (path: string): string => `### Editing ${path}
### Anything between here and the comment below will become the new contents of the file

`;
const BELOW = '### Lines below this comment will be discarded\n';

/** systemctl edit: a drop-in, or with --full a copy of the file, in the editor. */
export function* edit(call: Call): Routine<number> {
  const { sys, screen, args } = call;
  if (!sys.isTty(1)) {
    screen.error('Cannot edit units if not on a tty.');
    return 1;
  }
  if (sys.credentials.uid !== 0) {
    screen.error('Failed to create directory "/etc/systemd/system": Permission denied');
    return 1;
  }
  for (const arg of args) {
    const status = yield* editOne(call, mangle(screen, arg));
    if (status !== 0) return status;
  }
  sys.systemd.daemonReload();
  return 0;
}

function* editOne(call: Call, name: string): Routine<number> {
  const { sys, screen, options } = call;
  const unit = sys.systemd.unit(name);
  if (unit.path === null && !options.isForced) {
    screen.error(`No files found for ${name}.\nRun 'systemctl edit --force --full ${name}' to create a new unit.`);
    return 1;
  }
  const folder = options.isRuntime ? '/run/systemd/system' : '/etc/systemd/system';
  const path = options.wantsFullFile ? `${folder}/${name}` : `${folder}/${name}.d/${options.dropIn}.conf`;
  if (unit.unitFileState === 'masked') {
    screen.error(`Cannot edit ${name}: unit is masked.`);
    return 1;
  }
  makeFolder(call, splitPath(path).directory);
  const temporary = `${splitPath(path).directory}/.#${splitPath(path).name}${sys.dice.hex(16)}`;
  sys.writeFile(temporary, options.wantsFullFile ? readOr(call, unit.path) : draft(call, path, [unit.path, ...unit.dropIns]));
  const failed = yield* runEditor(call, temporary);
  const text = sys.readFile(temporary);
  sys.unlink(temporary);
  if (failed) return 1;
  const kept = options.wantsFullFile ? text : between(text);
  if (kept.trim() === '') {
    screen.warn(`Editing "${path}" canceled: temporary file is empty.`);
    dropEmptyFolder(call, splitPath(path).directory);
    return 0;
  }
  sys.writeFile(path, kept.replace(/\n*$/, '\n'));
  screen.info(`Successfully installed edited file '${path}'.`);
  return 0;
}

function makeFolder({ sys }: Call, folder: string): void {
  if (!sys.exists(folder)) sys.mkdir(folder, 0o755);
}

function dropEmptyFolder({ sys }: Call, folder: string): void {
  if (folder.endsWith('.d') && sys.readDirectory(folder).length === 0) sys.rmdir(folder);
}

const readOr = ({ sys }: Call, path: string | null): string => (path !== null && sys.exists(path) ? sys.readFile(path) : '');

/** What stands in the editor at the start: the drop-in, and the unit's files as comments below. */
function draft(call: Call, path: string, files: readonly (string | null)[]): string {
  const shown = files.filter((each): each is string => each !== null && each !== path).map((each) =>
    `### ${each}\n${readOr(call, each).split('\n').map((line) => `# ${line}`.trimEnd()).join('\n').replace(/(\n#)+$/, '')}\n`);
  return `${ABOVE(path)}${readOr(call, path)}\n\n${BELOW}\n${shown.join('\n')}`;
}

const between = (text: string): string => {
  const start = text.indexOf(ABOVE('').split('\n')[1] ?? '');
  const body = start === -1 ? text : text.slice(text.indexOf('\n', start) + 1);
  const end = body.indexOf(BELOW.trim());
  return (end === -1 ? body : body.slice(0, end)).replace(/^\n+/, '');
};

/** Tries the editors that systemctl tries; true when none could be run or it failed. */
function* runEditor({ sys, screen }: Call, path: string): Routine<boolean> {
  const wanted = sys.env['SYSTEMD_EDITOR'] ?? sys.env['EDITOR'] ?? sys.env['VISUAL'];
  const editors = wanted === undefined ? ['editor', 'nano', 'vim', 'vi'] : [wanted];
  for (const editor of editors) {
    const [program = '', ...words] = editor.split(/\s+/);
    for (const folder of program.includes('/') ? [''] : (sys.env['PATH'] ?? '/usr/bin').split(':')) {
      try {
        const pid = yield* sys.spawn(folder === '' ? program : `${folder}/${program}`, [program, ...words, path]);
        return (yield* sys.wait(pid)).status !== 0;
      } catch (error) {
        if (!(error instanceof SysError)) throw error;
        if (error.errno !== 'ENOENT') screen.error(`Failed to execute ${program}: ${strerror(error)}`);
      }
    }
  }
  screen.error('Cannot edit units, no editor available. Please set either $SYSTEMD_EDITOR, $EDITOR or $VISUAL.');
  return true;
}
