import type { CommandExpansionPart, ProcessSubstitutionPart, Redirection } from 'unbash';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { runForked } from '../subshell.ts';
import { waitForChild } from '../wait.ts';
import type { Shell, Unit } from '../shell.ts';
import { expandText } from './expand.ts';

/** The unit that the positions of an inner script refer to. */
const unitOf = (sh: Shell, source: string | undefined, unit: Unit): Unit =>
  (source === undefined ? unit : { source, firstLine: sh.line });

/** `$(<file)`: the only redirection of an empty command. */
function fileOnly(part: CommandExpansionPart): Redirection | null {
  const [statement, ...more] = part.script?.commands ?? [];
  const command = statement?.command;
  if (more.length > 0 || command?.type !== 'Command' || command.name !== undefined) return null;
  const [redirect, ...others] = command.prefix;
  return others.length === 0 && redirect?.type === 'Redirect' && redirect.operator === '<' ? redirect : null;
}

/** The output of `$(…)` without its trailing newlines. */
export function* substituteCommand(sh: Shell, part: CommandExpansionPart, unit: Unit): Routine<string> {
  const file = fileOnly(part);
  if (file !== null && file.type === 'Redirect' && file.target !== undefined) {
    return (yield* readWhole(sh, yield* expandText(sh, file.target, unit))).replace(/\n+$/, '');
  }
  if ((part.script?.commands.length ?? 0) === 0) {
    sh.substitutionStatus = 0;
    return '';
  }
  const [reader, writer] = sh.sys.pipe();
  const inner = unitOf(sh, part.script?.source, unit);
  const pid = sh.sys.fork((sys) => runForked(sh, sys, function* (child) {
    yield* takeOutput(sys, reader, writer, 1);
    child.substitutionDepth += 1;
    if (!sh.shopts.has('inherit_errexit')) child.options.delete('errexit');
    return yield* child.language.runStatements(child, part.script?.commands ?? [], inner);
  }));
  sh.sys.close(writer);
  const text = yield* readPipe(sh, reader);
  sh.substitutionStatus = yield* waitForChild(sh, pid);
  sh.status = sh.substitutionStatus;
  return text.replaceAll('\0', '').replace(/\n+$/, '');
}

/** In a child: its output goes into the pipe. */
function* takeOutput(sys: Sys, reader: number, writer: number, fd: number): Routine<void> {
  sys.dup(writer, fd);
  if (writer !== fd) sys.close(writer);
  sys.close(reader);
  yield* [];
}

function* readPipe(sh: Shell, reader: number): Routine<string> {
  let text = '';
  for (;;) {
    try {
      const piece = yield* sh.sys.read(reader);
      if (piece === '') break;
      text += piece;
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
      sh.pendingTraps.push(...sh.sys.takeSignals());
    }
  }
  sh.sys.close(reader);
  return text;
}

function* readWhole(sh: Shell, path: string): Routine<string> {
  try {
    const fd = sh.sys.open(path, { read: true });
    const text = yield* sh.sys.readAll(fd);
    sh.sys.close(fd);
    sh.substitutionStatus = 0;
    return text;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* sh.complain(`${path}: ${error.text}`);
    sh.substitutionStatus = 1;
    return '';
  }
}

/** `<(…)` and `>(…)`: the name of a descriptor that is a pipe to or from the running command. */
export function* substituteProcess(sh: Shell, part: ProcessSubstitutionPart, unit: Unit): Routine<string> {
  const [reader, writer] = sh.sys.pipe();
  const isInput = part.operator === '<';
  const inner = unitOf(sh, part.script?.source, unit);
  sh.backgroundPid = sh.sys.fork((sys) => runForked(sh, sys, function* (child) {
    sys.dup(isInput ? writer : reader, isInput ? 1 : 0);
    sys.close(writer);
    sys.close(reader);
    return yield* child.language.runStatements(child, part.script?.commands ?? [], inner);
  }));
  let fd = 63;
  while (sh.sys.descriptors().includes(fd)) fd -= 1;
  sh.sys.dup(isInput ? reader : writer, fd);
  sh.sys.close(writer);
  sh.sys.close(reader);
  sh.processFds.push(fd);
  yield* [];
  return `/dev/fd/${String(fd)}`;
}
