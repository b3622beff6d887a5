// What systemd itself writes into the journal (systemd 252, from recordings), with the catalogue's message ids.
import type { Journal } from '../journal.ts';
import { SIGNALS } from '../signals.ts';
import { formatSpan } from './time-span.ts';
import { typeOf } from './unit-name.ts';
import { setting, type UnitConfig } from './unit-config.ts';
import type { UnitState } from './state.ts';
import type { JobResult } from './systemd.ts';

/** MESSAGE_ID values of systemd's catalogue (sd-messages.h). */
export const MESSAGE_IDS = {
  starting: '7d4958e842da4a758f6c1cdc7b36dcc5', started: '39f53479d3a045ac8e11786248231fbf',
  startFailed: 'be02cf6855d2428ba40df7e9d022f03d', stopping: 'de5b426a63be47a7b6ac3eaac82e2f6f',
  stopped: '9d1aaa27d60140bd96365438aad20286', reloading: 'd34d037fff1847e6ae669a370e694725',
  reloaded: '7b05ebc668384222baa8881179cfda54', processExit: '98e322203f7a4ed290d09fe03c09fe15',
  failed: 'd9b373ed55a64feb8242e02dbe79a49c', succeeded: '7ad2d189f7e94e70a38c781354912448',
  resources: 'ae8f7b866b0347b9af31fe1c80b127c0', restartScheduled: '5eb03494b6584870a536b337290809b3',
  spawnFailed: '641257651c1b4ec9a8624d7a40a9e1e7', startupFinished: 'b07a249cd024414a82dd00cd181378ff',
  sessionStart: '8d45620c1a4348dbb17410da57c60c66', sessionStop: '3354939424b4456d9802ca8333ed424a',
} as const;

/** Names of the exit statuses that systemd gives to processes it could not start (systemd.exec(5)). */
const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: 'SUCCESS', 1: 'FAILURE', 2: 'INVALIDARGUMENT', 3: 'NOTIMPLEMENTED', 4: 'NOPERMISSION', 5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED', 7: 'NOTRUNNING', 200: 'CHDIR', 201: 'NICE', 202: 'FDS', 203: 'EXEC', 204: 'MEMORY', 205: 'LIMITS',
  209: 'STDOUT', 214: 'SETSCHEDULER', 216: 'GROUP', 217: 'USER', 218: 'CAPABILITIES', 226: 'NAMESPACE', 233: 'RUNTIME_DIRECTORY',
  238: 'STATE_DIRECTORY', 239: 'CACHE_DIRECTORY', 240: 'LOGS_DIRECTORY', 241: 'CONFIGURATION_DIRECTORY',
};

/** Those of sysexits(3): the journal names them, `systemctl status` does not. */
const BSD_NAMES: Readonly<Record<number, string>> = {
  64: 'USAGE', 65: 'DATAERR', 66: 'NOINPUT', 67: 'NOUSER', 68: 'NOHOST', 69: 'UNAVAILABLE', 70: 'SOFTWARE', 71: 'OSERR', 72: 'OSFILE',
  73: 'CANTCREAT', 74: 'IOERR', 75: 'TEMPFAIL', 76: 'PROTOCOL', 77: 'NOPERM', 78: 'CONFIG',
};

const signalName = (number: number): string =>
  (Object.entries(SIGNALS).find(([, value]) => value === number)?.[0] ?? `SIG${number}`).slice(3);

/** `status=1/FAILURE` or `status=9/KILL` without the word before; a bare number when it has no name. */
export function statusWord(code: 'exited' | 'killed' | 'dumped' | null, status: number): string {
  const name = code === 'exited' ? STATUS_NAMES[status] ?? BSD_NAMES[status] : signalName(status);
  return name === undefined ? `${status}/n/a` : `${status}/${name}`;
}

/** What follows a command in `systemctl status`: `code=exited, status=1/FAILURE`, `code=killed, signal=TERM`. */
export function codeWords(code: 'exited' | 'killed' | 'dumped', status: number): string {
  if (code === 'exited' && BSD_NAMES[status] !== undefined) return `code=exited, status=${status}`;
  return code === 'exited' ? `code=exited, status=${statusWord(code, status)}` : `code=${code}, signal=${signalName(status)}`;
}

/** `ssh.service - OpenSSH server daemon`, or the name alone. */
export function describe(config: UnitConfig): string {
  const description = setting(config, 'Unit.Description');
  return description === '' || config.loadState !== 'loaded' ? config.name : `${config.name} - ${description}`;
}

type MessageKind = keyof typeof MESSAGE_IDS;

/** Writes PID 1's lines. */
export class ManagerLog {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The number of the newest entry. */
  lastSeq(): number {
    return this.#journal.entries().at(-1)?.seq ?? 0;
  }

  say(about: string | null, priority: number, message: string, kind?: MessageKind, fields?: Readonly<Record<string, string>>): void {
    this.#journal.append({
      priority, identifier: 'systemd', pid: 1, uid: 0, message, unit: 'init.scope', about,
      ...(kind === undefined ? {} : { messageId: MESSAGE_IDS[kind] }), ...(fields === undefined ? {} : { fields }),
    });
  }

  /** A line of a child that has not run its program yet: identifier `(program)`. */
  child(unit: string, pid: number, path: string, priority: number, what: string, fields?: Readonly<Record<string, string>>): void {
    this.#journal.append({
      priority, identifier: `(${(path.split('/').at(-1) ?? path).slice(-8)})`, pid, uid: 0, message: `${unit}: ${what}`, unit,
      about: unit, ...(fields === undefined ? {} : { messageId: MESSAGE_IDS.spawnFailed, fields }),
    });
  }

  beginning(unit: UnitState, kind: 'start' | 'stop' | 'reload', job: number): void {
    const type = typeOf(unit.name);
    if (type === 'target' || type === 'slice' || type === 'scope' && kind === 'start' || type === 'device') return;
    const word = { start: type === 'mount' ? 'Mounting' : 'Starting', stop: type === 'mount' ? 'Unmounting' : 'Stopping', reload: 'Reloading' }[kind];
    const id = { start: 'starting', stop: 'stopping', reload: 'reloading' } as const;
    this.say(unit.name, 6, `${word} ${describe(unit.config)}...`, id[kind], { JOB_ID: String(job), JOB_TYPE: kind });
  }

  /** The line at a job's end; nothing where systemd says nothing. */
  finished(unit: UnitState, kind: 'start' | 'stop' | 'reload' | 'restart' | 'verify-active', result: JobResult, job: number): void {
    const fields = { JOB_ID: String(job), JOB_TYPE: kind, JOB_RESULT: result };
    const shown = describe(unit.config);
    if (result === 'done') return this.#done(unit, kind, shown, fields);
    if (kind === 'start' && (result === 'failed' || result === 'timeout')) {
      this.say(unit.name, 3, `Failed to start ${shown}.`, 'startFailed', fields);
    }
    if (kind === 'start' && result === 'dependency') {
      this.say(unit.name, 4, `Dependency failed for ${shown}.`, 'startFailed', fields);
    }
    if (kind === 'reload' && result === 'failed') this.say(unit.name, 3, `Reload failed for ${shown}.`, 'reloaded', fields);
    if (result === 'dependency') this.say(unit.name, 5, `${unit.name}: Job ${unit.name}/${kind} failed with result 'dependency'.`);
  }

  #done(unit: UnitState, kind: string, shown: string, fields: Readonly<Record<string, string>>): void {
    const type = typeOf(unit.name) ?? 'service';
    if (kind === 'reload') return this.say(unit.name, 6, `Reloaded ${shown}.`, 'reloaded', fields);
    if (kind === 'stop') {
      const words: Readonly<Record<string, string>> = { target: 'Stopped target', socket: 'Closed', mount: 'Unmounted', slice: 'Removed slice', swap: 'Deactivated swap', device: '' };
      const word = words[type] ?? 'Stopped';
      if (word !== '') this.say(unit.name, 6, `${word} ${shown}.`, 'stopped', fields);
    } else if (kind === 'start') {
      const isOneshot = type === 'service' && setting(unit.config, 'Service.Type') === 'oneshot';
      const words: Readonly<Record<string, string>> = {
        target: 'Reached target', socket: 'Listening on', mount: 'Mounted', slice: 'Created slice', swap: 'Activated swap',
        automount: 'Set up automount', device: 'Found device',
      };
      const word = isOneshot ? 'Finished' : words[type] ?? 'Started';
      this.say(unit.name, 6, `${word} ${shown}.`, 'started', fields);
    }
  }

  /** A process of the unit ended; clean ends are debug messages, which are not kept. */
  exited(unit: string, which: 'Main' | 'Control', setting_: string, isClean: boolean, code: 'exited' | 'killed' | 'dumped', status: number): void {
    if (isClean) return;
    this.say(unit, code === 'exited' ? 5 : 4,
      `${unit}: ${which} process exited, code=${code}, status=${statusWord(code, status)}`, 'processExit',
      { COMMAND: setting_, EXIT_CODE: code, EXIT_STATUS: String(status) });
  }

  ended(unit: UnitState): void {
    if (unit.result === 'success') this.say(unit.name, 6, `${unit.name}: Deactivated successfully.`, 'succeeded');
    else this.say(unit.name, 4, `${unit.name}: Failed with result '${unit.result}'.`, 'failed', { UNIT_RESULT: unit.result });
  }

  /** Only from one second on is it worth a line. */
  consumed(unit: string, cpuMs: number): void {
    if (cpuMs > 1000) {
      this.say(unit, 6, `${unit}: Consumed ${formatSpan(cpuMs)} CPU time.`, 'resources', { CPU_USAGE_NSEC: `${Math.round(cpuMs)}000000` });
    }
  }
}
