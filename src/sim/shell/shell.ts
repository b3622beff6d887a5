import type { AndOr, PipelineNode, Statement } from 'unbash';
import type { Routine } from '../host/program.ts';
import { newReadline, type ReadlineState } from '../host/readline/index.ts';
import type { SignalName } from '../host/signals.ts';
import type { Sys } from '../host/sys.ts';
import { Complaint, Discard } from './flow.ts';
import { JobTable, type Job } from './jobs.ts';
import { DEFAULT_SHOPTS } from './options.ts';
import { specialArray, specialValue } from './specials.ts';
import { isName, newVariable, scalarOf, Variables, type Variable } from './variables.ts';
import { ArithmeticError, evaluateArithmetic } from './words/arithmetic.ts';

/** Source text that is being run: where its lines are counted from and how errors name it. */
export interface Unit {
  readonly source: string;
  /** Number of its first line. */
  readonly firstLine: number;
}

/** A function: kept as text, parsed when first called. */
export interface ShellFunction {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly file: string;
}

export interface Frame {
  readonly name: string;
  readonly line: number;
  readonly file: string;
}

/** What the interpreter offers to expansions and builtins. */
export interface Language {
  runStatements(sh: Shell, statements: readonly Statement[], unit: Unit): Routine<number>;
  /** `eval`, `source`, traps: reads `text` line by line and runs it. */
  runText(sh: Shell, text: string, where?: { line?: number; label?: string; isTail?: boolean }): Routine<number>;
  /** Runs a command by its words; `skip` leaves out functions (`command`) or all but builtins (`builtin`). */
  runWords(sh: Shell, words: readonly string[], skip?: 'functions' | 'all but builtins'): Routine<number>;
}

/** One running shell: everything that bash remembers. A sub-shell gets a copy. */
export class Shell {
  sys: Sys;
  readonly language: Language;
  variables = new Variables();
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  options = new Set<string>(['braceexpand', 'hashall']);
  shopts = new Set<string>(DEFAULT_SHOPTS);
  traps = new Map<string, string>();
  hashed = new Map<string, { path: string; hits: number }>();
  jobs = new JobTable();
  readline: ReadlineState = newReadline();
  completions = new Map<string, { readonly words: readonly string[] }>();
  /** `$0`. */
  name: string;
  parameters: string[] = [];
  frames: Frame[] = [];
  directories: string[] = [];
  /** Statements run since the line began: long loops pause now and then. */
  steps = 0;
  status = 0;
  pipeStatus: number[] = [0];
  backgroundPid: number | null = null;
  line = 1;
  /** The file whose commands run, as errors name it; '' for the text of `-c` and standard input. */
  file = '';
  /** The script that this shell was started for, or ''. */
  scriptFile = '';
  /** How many `$(…)` this shell is inside of: the signs that `set -x` puts before commands. */
  substitutionDepth = 0;
  isInteractive = false;
  isLogin = false;
  /** The main shell's pid: `$$`. */
  readonly mainPid: number;
  subshellDepth = 0;
  loopDepth = 0;
  /** Above 0: in a condition, where `set -e` and the ERR trap do not act. */
  untested = 0;
  sourceDepth = 0;
  startMs: number;
  /** Descriptors the shell keeps for itself; children do not get them. */
  readonly privateFds = new Set<number>();
  /** Status of the last `$(…)` of the command being expanded, or null. */
  substitutionStatus: number | null = null;
  lastArgument = '';
  /** Lines read of the history file at the start. */
  historyLoaded = 0;
  historyOffset = 0;
  /** Set while the only command of an interactive line may be saved in the middle (a checkpoint). */
  waitState: ((job: Job) => void) | null = null;
  /** The only command of the line that a person typed. */
  topCommand: PipelineNode | AndOr | null = null;
  /** That command is what runs now, nothing around it. */
  isTopRunning = false;
  isTrapping = false;
  pendingTraps: SignalName[] = [];
  getoptsAt = 1;
  /** Limits that `ulimit` changed, by letter. */
  limits = new Map<string, string>();
  /** `exit` said that there are stopped jobs; the next one goes. */
  hasWarnedOfJobs = false;
  /** Ends of `<(…)` pipes that the running command still needs. */
  processFds: number[] = [];

  constructor(sys: Sys, language: Language, name: string, mainPid = sys.pid) {
    this.sys = sys;
    this.language = language;
    this.name = name;
    this.mainPid = mainPid;
    this.startMs = sys.nowMs();
  }

  /** The same shell in a forked process. */
  fork(sys: Sys): Shell {
    const child = new Shell(sys, this.language, this.name, this.mainPid);
    child.variables = this.variables.clone();
    child.functions = new Map(this.functions);
    child.aliases = new Map(this.aliases);
    child.options = new Set(this.options);
    child.shopts = new Set(this.shopts);
    child.traps = new Map([...this.traps].filter(([, action]) => action === ''));
    child.hashed = new Map(this.hashed);
    child.jobs = this.jobs.forSubshell();
    child.readline = { ...this.readline, history: [...this.readline.history], session: null };
    child.parameters = [...this.parameters];
    child.frames = [...this.frames];
    child.directories = [...this.directories];
    Object.assign(child, {
      scriptFile: this.scriptFile, substitutionDepth: this.substitutionDepth, status: this.status, pipeStatus: this.pipeStatus, backgroundPid: this.backgroundPid, line: this.line, file: this.file,
      isLogin: false, subshellDepth: this.subshellDepth + 1, sourceDepth: this.sourceDepth, startMs: this.startMs,
      lastArgument: this.lastArgument, untested: this.untested, isInteractive: this.isInteractive, loopDepth: this.loopDepth,
    });
    return child;
  }

  // ── saying things
  out(text: string): Routine<void> {
    return this.sys.write(1, text);
  }

  err(text: string): Routine<void> {
    return this.sys.write(2, text);
  }

  /** How messages begin: `bash: line 3: `, `-bash: `, `./x.sh: line 2: `. */
  get prefix(): string {
    if (this.isInteractive) return `${this.name}: `;
    return `${this.file === '' ? this.name : this.file}: line ${String(this.line)}: `;
  }

  complain(message: string): Routine<void> {
    return this.err(`${this.prefix}${message}\n`);
  }

  // ── variables
  /** The variable, references followed. */
  variable(name: string): Variable | null {
    const array = specialArray(this, name);
    if (array !== null) return { ...newVariable('indexed'), items: new Map(array.map((text, at) => [String(at), text])) };
    const found = this.variables.find(name);
    if (found?.isReference === true && found.value !== null && found.value !== name) return this.variable(found.value);
    return found;
  }

  /** The value of a parameter: `1`, `?`, a variable's name; null when unset. */
  get(name: string): string | null {
    const special = specialValue(this, name);
    if (special !== null) return special;
    if (/^\d+$/.test(name)) return name === '0' ? this.name : this.parameters[Number(name) - 1] ?? null;
    const variable = this.variable(name);
    return variable === null ? null : scalarOf(variable);
  }

  /** The name a reference stands for, else the name itself. */
  resolve(name: string): string {
    const variable = this.variables.find(name);
    return variable?.isReference === true && variable.value !== null && variable.value !== name ? this.resolve(variable.value) : name;
  }

  /** Sets a variable, its attributes applied. */
  set(name: string, value: string, options: { append?: boolean; index?: string | null } = {}): void {
    const target = this.resolve(name);
    const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
    if (element !== null) {
      this.set(element[1] ?? '', value, { ...options, index: element[2] ?? '' });
      return;
    }
    const variable = this.variables.ensure(target);
    this.assign(target, variable, value, options);
  }

  /** Sets this variable, wherever it lives; complains when it is read-only. */
  assign(name: string, variable: Variable, value: string, options: { append?: boolean; index?: string | null } = {}): void {
    if (variable.isReadonly) throw new Complaint(`${name}: readonly variable`);
    const index = options.index ?? null;
    if (index === null && variable.kind === 'scalar') {
      variable.value = this.#shaped(variable, value, options.append === true ? variable.value ?? '' : null);
      this.#onAssign(name, variable.value);
      return;
    }
    if (variable.kind === 'scalar') toArray(variable);
    const key = index === null ? '0' : this.key(variable, name, index);
    variable.items.set(key, this.#shaped(variable, value, options.append === true ? variable.items.get(key) ?? '' : null));
  }

  /** An array's key for a subscript: as it is, or its arithmetic value (negative ones count from the end). */
  key(variable: Variable | null, name: string, index: string): string {
    if (variable?.kind === 'associative') return index;
    const value = Number(this.#calculated(index));
    if (value >= 0) return String(value);
    const last = Math.max(-1, ...(variable === null ? [] : [...variable.items.keys()].map(Number)));
    if (last + 1 + value < 0) throw new Complaint(`${name}[${index}]: bad array subscript`);
    return String(last + 1 + value);
  }

  #shaped(variable: Variable, value: string, before: string | null): string {
    if (variable.isInteger) {
      const sum = BigInt(this.#calculated(value)) + (before === null ? 0n : BigInt(this.#calculated(before)));
      return String(sum);
    }
    const whole = (before ?? '') + value;
    if (variable.letterCase === 'lower') return whole.toLowerCase();
    return variable.letterCase === 'upper' ? whole.toUpperCase() : whole;
  }

  /** Variables whose assignment does something. */
  #onAssign(name: string, value: string): void {
    if (name === 'RANDOM' || name === 'SECONDS') {
      if (name === 'SECONDS') this.startMs = this.sys.nowMs() - Number(value) * 1000;
      this.variables.unset(name);
    }
    if (name === 'PATH') this.hashed.clear();
    if (name === 'OPTIND') this.getoptsAt = 1;
  }

  setArray(name: string, values: readonly string[]): void {
    const variable = this.variables.ensure(name);
    variable.kind = 'indexed';
    variable.value = null;
    variable.items = new Map(values.map((text, at) => [String(at), text]));
  }

  /** The value of an arithmetic expression, its variables read and set here. Throws ArithmeticError. */
  calculate(text: string): string {
    if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return text;
    return String(evaluateArithmetic(text, {
      read: (name) => this.#readElement(name),
      write: (name, value) => { this.set(name, value); },
    }));
  }

  /** The same where a bad expression discards the command line. */
  #calculated(text: string): string {
    try {
      return this.calculate(text);
    } catch (error) {
      if (error instanceof ArithmeticError) throw new Discard(1, error.message);
      throw error;
    }
  }

  #readElement(name: string): string {
    const element = /^(\w+)\[(.*)\]$/s.exec(name);
    if (element === null) {
      const value = this.get(name);
      if (value === null && this.options.has('nounset')) throw new Discard(this.fatalStatus, `${name}: unbound variable`, true);
      return value ?? '';
    }
    const variable = this.variable(element[1] ?? '');
    if (variable === null) return '';
    const key = this.key(variable, element[1] ?? '', element[2] ?? '');
    return (variable.kind === 'scalar' ? (key === '0' ? variable.value : '') : variable.items.get(key)) ?? '';
  }

  /** The separators of word splitting. */
  get ifs(): string {
    return this.get('IFS') ?? ' \t\n';
  }

  #environment: { version: number; env: Record<string, string> } = { version: -1, env: {} };

  /** The environment of commands: all exported variables. */
  get environment(): Readonly<Record<string, string>> {
    if (this.#environment.version !== this.variables.version) {
      const env: Record<string, string> = {};
      for (const name of this.variables.names()) {
        const variable = this.variables.find(name);
        if (variable?.isExported === true && variable.kind === 'scalar' && variable.value !== null) env[name] = variable.value;
      }
      this.#environment = { version: this.variables.version, env };
    }
    return this.#environment.env;
  }

  /** Takes the process's environment over: every name that can be a variable is one, exported. */
  importEnvironment(): void {
    for (const [name, value] of Object.entries(this.sys.env)) {
      if (!isName(name)) continue;
      const variable = this.variables.ensure(name);
      variable.value = value;
      variable.isExported = true;
    }
  }

  /** The status that a fatal expansion ends a shell with: 127 for the text of `-c`, else 1. */
  get fatalStatus(): number {
    return this.options.has('-c') && this.subshellDepth === 0 && !this.isInteractive ? 127 : 1;
  }

  get isPosix(): boolean {
    return this.options.has('posix');
  }
}

/** Makes an indexed array of a string; its value is element 0. */
export function toArray(variable: Variable, kind: 'indexed' | 'associative' = 'indexed'): void {
  if (variable.kind !== 'scalar') return;
  if (variable.value !== null) variable.items = new Map([['0', variable.value]]);
  variable.kind = kind;
  variable.value = null;
}
