// The page's editor on a guest's file: read and written over the agent, as whoever called `edit` (vm-images/PROTOCOL.md).
import { fromBase64, toBase64 } from '../base/base64.ts';
import { byteLength, fromBytes, toBytes } from '../base/bytes.ts';
import type { EditorAction, EditorRequest, TerminalId } from '../lab/lab.ts';
import { quoted, type Agent } from './agent.ts';

/** What `edit` asked for; `pid` is its own. */
export interface EditCall {
  readonly pid: number;
  readonly path: string;
  readonly line: number | null;
}

/** What the editor shows of a file, without its place. */
export type Shown = Pick<EditorRequest, 'path' | 'text' | 'message'>;

/** Larger files are not for an editor in a page. */
const MOST = 400_000;

const STATUS = { directory: 21, isNew: 22, noFolder: 23, forbidden: 24, large: 25 } as const;

/** Runs a script, with the path as its first word, as the owner of the process that asked. */
const asCaller = (pid: number, script: string, path: string): string =>
  `setpriv --reuid="$(stat -c %u /proc/${String(pid)})" --regid="$(stat -c %g /proc/${String(pid)})" --init-groups sh -c ${quoted(script)} edit ${quoted(path)}`;

const READ = `[ -d "$1" ] && exit ${STATUS.directory}
if [ ! -e "$1" ]; then [ -d "$(dirname "$1")" ] && exit ${STATUS.isNew}; exit ${STATUS.noFolder}; fi
[ -r "$1" ] || exit ${STATUS.forbidden}
[ "$(stat -L -c %s "$1")" -le ${MOST} ] || exit ${STATUS.large}
[ -w "$1" ] && echo w || echo r
base64 "$1"`;

const lines = (text: string): string => {
  const count = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
  return `${String(count)} line${count === 1 ? '' : 's'}`;
};

/** The file as it is, in nano's words. Throws AgentError. */
export async function readForEditor(agent: Agent, { pid, path }: EditCall): Promise<Shown> {
  const { text: said, status } = await agent.run(asCaller(pid, READ, path));
  switch (status) {
    case 0: {
      const text = fromBytes(fromBase64(said.slice(said.indexOf('\n'))));
      return { path, text, message: `Read ${lines(text)}${said.startsWith('r') ? ' (Warning: No write permission)' : ''}` };
    }
    case STATUS.isNew: return { path, text: null, message: 'New File' };
    case STATUS.noFolder: return { path, text: null, message: `Directory '${path.replace(/\/[^/]*$/, '') || '/'}' does not exist` };
    case STATUS.directory: return { path: '', text: null, message: `"${path}" is a directory` };
    case STATUS.forbidden: return { path: '', text: null, message: `Error reading ${path}: Permission denied` };
    default: return { path: '', text: null, message: `Error reading ${path}${status === STATUS.large ? `: it is larger than ${String(MOST / 1000)} kB` : ''}` };
  }
}

/** Writes, with a newline at the end as nano does; says what became of it. Throws AgentError. */
export async function writeFromEditor(agent: Agent, call: EditCall, path: string, typed: string): Promise<Shown & { readonly isWritten: boolean }> {
  const text = typed === '' || typed.endsWith('\n') ? typed : `${typed}\n`;
  if (byteLength(text) > MOST) return { path, text, isWritten: false, message: `Error writing ${path}: it is larger than ${String(MOST / 1000)} kB` };
  const { text: said, status } = await agent.run(`base64 -d <<'TEXT' | ${asCaller(call.pid, 'cat > "$1"', path)}\n${toBase64(toBytes(text))}\nTEXT`);
  if (status === 0) return { path, text, isWritten: true, message: `Wrote ${lines(text)}` };
  return { path, text, isWritten: false, message: `Error writing ${path}: ${/: ([A-Z][^:\n]*)\s*$/.exec(said)?.[1] ?? 'it could not be written'}` };
}

interface Open {
  readonly agent: Agent;
  readonly call: EditCall;
}

/** Which terminals of a lab show the page's editor. */
export class Editors {
  readonly #tell: (terminal: TerminalId, request: EditorRequest | null) => void;
  readonly #open = new Map<TerminalId, Open>();

  /** `tell` hears what a terminal's editor shows from now on; null: it is closed. */
  constructor(tell: (terminal: TerminalId, request: EditorRequest | null) => void) {
    this.#tell = tell;
  }

  /** A program in a terminal asks for the editor. */
  async begin(terminal: TerminalId, agent: Agent, call: EditCall): Promise<void> {
    this.#open.set(terminal, { agent, call });
    this.#show(terminal, call, await readForEditor(agent, call));
  }

  /** The program has ended: by the editor's last action, or because somebody ended it. */
  end(terminal: TerminalId): void {
    if (this.#open.delete(terminal)) this.#tell(terminal, null);
  }

  /** What the person does in the editor; whether the program may go on. */
  async act(terminal: TerminalId, action: EditorAction): Promise<boolean> {
    const open = this.#open.get(terminal);
    if (open === undefined) return false;
    if (action.kind === 'leave') return true;
    const { isWritten, ...shown } = await writeFromEditor(open.agent, open.call, action.path === '' ? open.call.path : action.path, action.text);
    if (isWritten && action.leaves) return true;
    this.#show(terminal, open.call, shown);
    return false;
  }

  #show(terminal: TerminalId, { line }: EditCall, shown: Shown): void {
    if (this.#open.has(terminal)) this.#tell(terminal, { terminal, editor: 'nano', isReadOnly: false, ...shown, ...(line === null ? {} : { line }) });
  }
}
