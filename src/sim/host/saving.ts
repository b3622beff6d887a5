import type { Json } from '../../base/json.ts';
import type { Host } from './host.ts';
import type { JournalEntry } from './journal.ts';
import { DeviceFile, MemoryFile, RegularFile, TtyFile, type OpenFile } from './open-file.ts';
import type { Process } from './process.ts';
import { JournalStream } from './systemd/journal-stream.ts';
import { Tty, type TtyData } from './tty.ts';
import type { OpenFlags } from './sys.ts';

/** An open file as data; `id` keeps descriptors that share one file together. */
type SavedFile = { readonly id: number } & (
  | { readonly kind: 'tty'; readonly tty: string }
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'regular'; readonly ino: number; readonly path: string; readonly flags: OpenFlags; readonly offset: number }
  | { readonly kind: 'journal'; readonly data: JournalStream['data'] }
  | { readonly kind: 'memory'; readonly text: string }
);

type SavedProcess = Omit<Process, 'files' | 'routine' | 'wait' | 'checkpoint'> & {
  readonly files: readonly (readonly [number, number])[];
  readonly resumed: Json;
};

interface SavedHost {
  readonly files: Json;
  readonly journal: JournalEntry[];
  readonly network: Json;
  readonly tables: readonly (readonly [string, Json])[];
  readonly bootMs: number;
  readonly nextPid: number;
  readonly ttys: readonly TtyData[];
  readonly open: readonly SavedFile[];
  readonly processes: readonly SavedProcess[];
  readonly systemd: Json;
}

/** In place of what a frozen host keeps piece by piece: its disk (`FileSystem.freeze`) and its journal. */
export const KEPT_APART = { files: null, journal: null };

/**
 * A host as plain data. Every process must serve, be at a checkpoint, or have no routine (PID 1, kernel threads).
 * `apart`: what is kept elsewhere.
 */
export function saveHost(host: Host, apart: typeof KEPT_APART | null = null): Json {
  const open = new Map<OpenFile, SavedFile>();
  const processes = [...host.kernel.processes.values()].map((process) => saveProcess(process, open));
  const pieces = apart ?? { files: host.files.toJSON(), journal: host.journal.toJSON() };
  const saved = {
    ...pieces, network: host.network.toJSON(),
    tables: [...host.tables], bootMs: host.bootMs, nextPid: host.kernel.nextPid,
    ttys: [...host.kernel.ttys.values()].map((tty) => tty.data), open: [...open.values()], processes,
    systemd: host.systemd === null ? null : host.systemd.toJSON(),
  } satisfies Omit<SavedHost, keyof typeof KEPT_APART>;
  return saved as unknown as Json;
}

function saveProcess(process: Process, open: Map<OpenFile, SavedFile>): SavedProcess {
  const { files, routine: _routine, wait: _wait, checkpoint, ...plain } = process;
  const saved: [number, number][] = [];
  for (const [fd, file] of files) {
    const known = open.get(file) ?? describeFile(file, open.size);
    if (known === null) continue;
    open.set(file, known);
    saved.push([fd, known.id]);
  }
  return { ...plain, files: saved, resumed: checkpoint === null ? null : checkpoint() };
}

function describeFile(file: OpenFile, id: number): SavedFile | null {
  if (file instanceof TtyFile) return { id, kind: 'tty', tty: file.tty.data.name };
  if (file instanceof DeviceFile) return { id, kind: 'device', device: file.device };
  if (file instanceof JournalStream) return { id, kind: 'journal', data: file.data };
  if (file instanceof MemoryFile) return { id, kind: 'memory', text: file.text };
  if (file instanceof RegularFile) {
    return { id, kind: 'regular', ino: file.node.ino, path: file.path, flags: file.flags, offset: file.offset };
  }
  return null;
}

/**
 * Puts saved data into a fresh host, which takes the data over; programs whose code is loaded when needed are loaded
 * here, those of serving daemons not if `isAsleep` (`wakeHost` does then).
 */
export async function loadHost(host: Host, data: Json, isAsleep = false): Promise<void> {
  const saved = data as unknown as SavedHost;
  host.files.restore(saved.files);
  host.journal.restore(saved.journal);
  host.network.restore(saved.network);
  for (const [key, value] of saved.tables) host.tables.set(key, value);
  host.bootMs = saved.bootMs;
  host.kernel.nextPid = saved.nextPid;
  for (const ttyData of saved.ttys) {
    const tty = new Tty(ttyData.name, ttyData.columns, ttyData.rows);
    tty.data = ttyData;
    host.kernel.attachTty(tty);
  }
  const open = new Map(saved.open.map((file) => [file.id, openAgain(host, file)]));
  // All code is asked for at once.
  const needed = saved.processes.filter((process) => !isAsleep || !process.isServing);
  await Promise.all(needed.map(async ({ program }) => host.shared.registry.find(program)));
  for (const process of saved.processes) await loadProcess(host, process, open, isAsleep);
  if (saved.systemd === null) host.systemd = null;
  else host.systemd?.restore(saved.systemd);
}

function openAgain(host: Host, file: SavedFile): OpenFile | null {
  const { dice } = host.shared;
  if (file.kind === 'device') return new DeviceFile(file.device, dice);
  if (file.kind === 'journal') return new JournalStream(host.journal, file.data);
  if (file.kind === 'tty') {
    const tty = host.kernel.ttys.get(file.tty);
    return tty === undefined ? null : new TtyFile(tty);
  }
  if (file.kind === 'memory') {
    const memory = new MemoryFile();
    memory.text = file.text;
    return memory;
  }
  const node = host.files.inode(file.ino);
  if (node === null) return new DeviceFile('null', dice);
  const again = new RegularFile(host.files, node, file.path, file.flags);
  again.offset = file.offset;
  return again;
}

async function loadProcess(host: Host, saved: SavedProcess, open: ReadonlyMap<number, OpenFile | null>, isAsleep: boolean): Promise<void> {
  const { files, resumed, ...plain } = saved;
  const process = host.kernel.make({ ...plain });
  for (const [fd, id] of files) {
    const file = open.get(id);
    if (file !== undefined && file !== null) host.kernel.install(process, fd, file);
  }
  if (process.program === '' || process.ended !== null) return;
  // The step that only leads back to where it waited is no work of its own.
  if (isAsleep && process.isServing) {
    process.cpuMs -= 1;
    process.routine = host.kernel.serveOn();
    return;
  }
  const program = await host.shared.registry.find(process.program);
  if (program === null) return;
  host.kernel.know(program);
  process.cpuMs -= 1;
  process.routine = process.isServing ? host.kernel.serveOn() : program.run(host.kernel.sysOf(process), resumed);
}

/** Loads the code of a host's serving daemons: before any of them is called. */
export async function wakeHost(host: Host): Promise<void> {
  const names = new Set([...host.kernel.processes.values()].filter(({ isServing }) => isServing).map(({ program }) => program));
  for (const program of await Promise.all([...names].map(async (name) => host.shared.registry.find(name)))) {
    if (program !== null) host.kernel.know(program);
  }
}
