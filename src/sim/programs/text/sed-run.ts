import { Failure } from '../../host/command.ts';
import type { Routine } from '../../host/program.ts';
import type { Address, SedCommand, Substitution } from './sed-script.ts';

/** Where lines come from and go to. */
export interface SedStreams {
  next(): Routine<string | null>;
  /** Whether no line is left. */
  isLast(): Routine<boolean>;
  /** `isLine`: it ends like a line of the input, perhaps without its newline. */
  print(text: string, isLine?: boolean): Routine<void>;
  write(file: string, text: string): Routine<void>;
  /** A file's text, '' where it cannot be read. */
  readFile(file: string): string;
  readonly fileName: string;
}

type Change = 'U' | 'L' | 'u' | 'l' | 'E';

/** The replaced text with `\U`, `\l` and so on applied. */
function assemble(parts: Substitution['parts'], match: RegExpExecArray): string {
  let out = '';
  let lasting: Change = 'E';
  let once: Change | null = null;
  for (const part of parts) {
    if (typeof part === 'object') {
      if (part.change === 'u' || part.change === 'l') once = part.change;
      else lasting = part.change;
      continue;
    }
    let text = typeof part === 'number' ? match[part] ?? '' : part;
    if (lasting === 'U') text = text.toUpperCase();
    else if (lasting === 'L') text = text.toLowerCase();
    if (once !== null && text !== '') {
      text = (once === 'u' ? text.charAt(0).toUpperCase() : text.charAt(0).toLowerCase()) + text.slice(1);
      once = null;
    }
    out += text;
  }
  return out;
}

/** Runs a script over lines. */
export class Sed {
  readonly #commands: readonly SedCommand[];
  readonly #streams: SedStreams;
  readonly #isQuiet: boolean;
  readonly #end: string;
  #pattern = '';
  #hold = '';
  #line = 0;
  #lastRegex: RegExp | null = null;
  #appended: { file: string | null; text: string }[] = [];
  #hasEnd = true;

  constructor(commands: readonly SedCommand[], streams: SedStreams, isQuiet: boolean, end: string) {
    this.#commands = commands;
    this.#streams = streams;
    this.#isQuiet = isQuiet;
    this.#end = end;
    const labels = new Set(commands.filter((each) => each.name === ':').map((each) => each.text));
    for (const each of commands) {
      if ('btT'.includes(each.name) && each.text !== '' && !labels.has(each.text)) throw new Failure(`can't find label for jump to \`${each.text}'`, 4);
    }
  }

  /** Begins a new file of -s and -i: line numbers start again. */
  restart(): void {
    this.#line = 0;
    for (const command of this.#commands) command.state.isOpen = false;
  }

  *#read(): Routine<boolean> {
    const raw = yield* this.#streams.next();
    if (raw === null) return false;
    this.#hasEnd = raw.endsWith(this.#end);
    this.#line += 1;
    this.#next = this.#hasEnd ? raw.slice(0, -1) : raw;
    return true;
  }

  #next = '';

  *#emit(text: string, isWhole = true): Routine<void> {
    yield* this.#streams.print(text + (this.#hasEnd || !isWhole ? this.#end : ''), true);
  }

  *#endCycle(): Routine<void> {
    if (!this.#isQuiet) yield* this.#emit(this.#pattern);
    yield* this.#flushAppended();
  }

  *#flushAppended(): Routine<void> {
    const appended = this.#appended;
    this.#appended = [];
    for (const { file, text } of appended) yield* this.#streams.print(file === null ? text : this.#streams.readFile(file));
  }

  /** All lines of the streams; answers the exit status of q, or null when the input ended. */
  *run(): Routine<number | null> {
    let keepsPattern = false;
    for (;;) {
      if (!keepsPattern) {
        if (!(yield* this.#read())) return null;
        this.#pattern = this.#next;
      }
      const outcome = yield* this.#cycle();
      keepsPattern = outcome === 'again';
      if (typeof outcome === 'number') return outcome;
    }
  }

  *#cycle(): Routine<'next' | 'again' | number> {
    let hasReplaced = false;
    for (let at = 0; at < this.#commands.length; at += 1) {
      const command = this.#commands[at] as SedCommand;
      if ((yield* this.#applies(command)) === command.isNegated) {
        if (command.name === '{') at = command.end;
        continue;
      }
      switch (command.name) {
        case '{': case '}': case ':': break;
        case 's': {
          const isReplaced = yield* this.#substitute(command.substitution as Substitution);
          hasReplaced ||= isReplaced;
          break;
        }
        case 'y': this.#pattern = [...this.#pattern].map((sign) => command.map?.get(sign) ?? sign).join(''); break;
        case 'p': yield* this.#emit(this.#pattern, false); break;
        case 'P': yield* this.#emit(this.#pattern.split('\n')[0] ?? '', false); break;
        case 'd':
          yield* this.#flushAppended();
          return 'next';
        case 'D':
          if (!this.#pattern.includes('\n')) {
            yield* this.#flushAppended();
            return 'next';
          }
          this.#pattern = this.#pattern.slice(this.#pattern.indexOf('\n') + 1);
          yield* this.#flushAppended();
          return 'again';
        case 'z': this.#pattern = ''; break;
        case 'g': this.#pattern = this.#hold; break;
        case 'G': this.#pattern += `\n${this.#hold}`; break;
        case 'h': this.#hold = this.#pattern; break;
        case 'H': this.#hold += `\n${this.#pattern}`; break;
        case 'x': [this.#pattern, this.#hold] = [this.#hold, this.#pattern]; break;
        case '=': yield* this.#streams.print(`${this.#line}\n`); break;
        case 'F': yield* this.#streams.print(`${this.#streams.fileName}\n`); break;
        case 'l': yield* this.#streams.print(`${unambiguous(this.#pattern)}$\n`); break;
        case 'a': this.#appended.push({ file: null, text: command.text }); break;
        case 'i': yield* this.#streams.print(command.text); break;
        case 'c':
          if (command.to === null || command.isNegated || !command.state.isOpen) yield* this.#streams.print(command.text);
          yield* this.#flushAppended();
          return 'next';
        case 'r': this.#appended.push({ file: command.text, text: '' }); break;
        case 'w': yield* this.#streams.write(command.text, `${this.#pattern}\n`); break;
        case 'b': at = this.#jump(command); break;
        case 't':
          if (hasReplaced) at = this.#jump(command);
          hasReplaced = false;
          break;
        case 'T':
          if (!hasReplaced) at = this.#jump(command);
          hasReplaced = false;
          break;
        case 'n': {
          if (yield* this.#streams.isLast()) {
            yield* this.#endCycle();
            return 'next';
          }
          yield* this.#endCycle();
          yield* this.#read();
          this.#pattern = this.#next;
          break;
        }
        case 'N': {
          if (yield* this.#streams.isLast()) {
            yield* this.#endCycle();
            return 'next';
          }
          yield* this.#flushAppended();
          yield* this.#read();
          this.#pattern += `\n${this.#next}`;
          break;
        }
        case 'q':
          yield* this.#endCycle();
          return Number(command.text);
        case 'Q': return Number(command.text);
        default: throw new Failure(`-e expression #1, char 0: unknown command: \`${command.name}'`);
      }
    }
    yield* this.#endCycle();
    return 'next';
  }

  #jump(command: SedCommand): number {
    if (command.text === '') return this.#commands.length;
    return this.#commands.findIndex((each) => each.name === ':' && each.text === command.text);
  }

  *#matches(address: Address): Routine<boolean> {
    switch (address.kind) {
      case 'line': return this.#line === address.line;
      case 'last': return yield* this.#streams.isLast();
      case 'step': return address.step <= 0 ? this.#line === address.first : this.#line >= address.first && (this.#line - address.first) % address.step === 0;
      case 'regex': return this.#regexOf(address.regex).test(this.#pattern);
      default: return false;
    }
  }

  #regexOf(regex: RegExp | null): RegExp {
    const used = regex ?? this.#lastRegex;
    if (used === null) throw new Failure('-e expression #1, char 0: no previous regular expression');
    this.#lastRegex = used;
    used.lastIndex = 0;
    return used;
  }

  *#applies(command: SedCommand): Routine<boolean> {
    const { from, to, state } = command;
    if (from === null) return true;
    if (to === null) return yield* this.#matches(from);
    if (state.isOpen) {
      const isEnd = to.kind === 'regex' || to.kind === 'last' ? yield* this.#matches(to) : this.#line >= state.endLine;
      if (isEnd) state.isOpen = false;
      // A line number already passed ends the range without this line.
      return !(isEnd && to.kind === 'line' && this.#line > state.endLine);
    }
    const isStart = from.kind === 'line' && from.line === 0 ? this.#line === 1 : yield* this.#matches(from);
    if (!isStart) return false;
    state.isOpen = true;
    if (from.kind === 'line' && from.line === 0 && to.kind === 'regex' && (yield* this.#matches(to))) state.isOpen = false;
    else if (to.kind === 'last') state.isOpen = !(yield* this.#streams.isLast());
    else if (to.kind !== 'regex') {
      state.endLine = to.kind === 'line' ? to.line : to.kind === 'plus' ? this.#line + to.count : to.kind === 'multiple' ? Math.ceil(this.#line / Math.max(1, to.of)) * to.of : this.#line;
      if (state.endLine <= this.#line) state.isOpen = false;
    }
    return true;
  }

  *#substitute(how: Substitution): Routine<boolean> {
    const regex = this.#regexOf(how.regex);
    let out = '';
    let at = 0;
    let count = 0;
    let previousEnd = -1;
    for (let match = regex.exec(this.#pattern); match !== null; match = regex.exec(this.#pattern)) {
      // An empty match right behind the one before does not count.
      if (match[0] === '' && match.index === previousEnd) {
        regex.lastIndex += 1;
        if (regex.lastIndex > this.#pattern.length) break;
        continue;
      }
      count += 1;
      if (count >= how.nth) {
        out += this.#pattern.slice(at, match.index) + assemble(how.parts, match);
        at = match.index + match[0].length;
        if (!how.isGlobal) break;
      }
      previousEnd = match[0] === '' ? -1 : match.index + match[0].length;
      if (match[0] === '') regex.lastIndex += 1;
      if (regex.lastIndex > this.#pattern.length) break;
    }
    if (count < how.nth) return false;
    this.#pattern = out + this.#pattern.slice(at);
    if (how.prints) yield* this.#emit(this.#pattern, false);
    if (how.file !== null) yield* this.#streams.write(how.file, `${this.#pattern}\n`);
    return true;
  }
}

/** The pattern space as `l` shows it. */
function unambiguous(text: string): string {
  const shown = text.replace(/[\\\x00-\x1f\x7f]/g, (sign) =>
    ({ '\\': '\\\\', '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' })[sign] ?? `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return shown.replace(/(.{69})(?=.)/g, '$1\\\n');
}
