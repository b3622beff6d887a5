import { byteLength, fromBytes, toBytes } from '../../base/bytes.ts';
import type { Dice } from '../time/dice.ts';
import { SysError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import type { Inode } from './inode.ts';
import type { OpenFlags } from './sys.ts';
import type { Tty } from './tty.ts';

const PIPE_CAPACITY = 65536;

/** What a descriptor stands for. Shared by `dup` and by children: `references` counts its descriptors. */
export abstract class OpenFile {
  references = 0;
  /** Whether a read would answer at once. */
  abstract hasInput(): boolean;
  /** Up to `max` characters; '' at the end. Call only when `hasInput`. */
  abstract take(max: number): string;
  /** Whether a write would be taken at once. */
  abstract hasRoom(): boolean;
  /** Takes some of `text`, returns the rest. */
  abstract put(text: string): string;
  /** The last descriptor was closed. */
  release(): void {}
}

/** A regular file (or directory) opened by path. `offset` counts characters where all bytes are ASCII. */
export class RegularFile extends OpenFile {
  readonly node: Inode;
  readonly path: string;
  readonly flags: OpenFlags;
  /** In bytes. */
  offset = 0;
  readonly #files: FileSystem;

  constructor(files: FileSystem, node: Inode, path: string, flags: OpenFlags) {
    super();
    this.#files = files;
    this.node = node;
    this.path = path;
    this.flags = flags;
  }

  hasInput(): boolean {
    return true;
  }

  take(max: number): string {
    if (this.node.type === 'directory') throw new SysError('EISDIR');
    if (this.flags.read !== true) throw new SysError('EBADF');
    const content = this.#files.contentOf(this.node);
    const text = slice(content, this.offset, max);
    this.offset += byteLength(text);
    return text;
  }

  hasRoom(): boolean {
    return true;
  }

  put(text: string): string {
    if (this.flags.write !== true) throw new SysError('EBADF');
    if (this.node.accept !== undefined) {
      this.#files.setContent(this.node, text);
      return '';
    }
    if (this.node.provide !== undefined) throw new SysError('EACCES');
    const content = this.#files.contentOf(this.node);
    const size = byteLength(content);
    const at = this.flags.append === true ? size : this.offset;
    this.#files.setContent(this.node, at === size ? content + text : splice(content, at, text));
    this.offset = at + byteLength(text);
    return '';
  }
}

const isAscii = (text: string): boolean => byteLength(text) === text.length;

function slice(content: string, offset: number, max: number): string {
  if (isAscii(content)) return content.slice(offset, offset + max);
  const bytes = toBytes(content);
  let end = Math.min(bytes.length, offset + max);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end += 1;
  return fromBytes(bytes.subarray(offset, end));
}

function splice(content: string, at: number, text: string): string {
  const old = toBytes(content);
  const added = toBytes(text);
  const out = new Uint8Array(Math.max(old.length, at + added.length));
  out.set(old);
  out.set(added, at);
  return fromBytes(out);
}

/** A file without a name, in memory: holds what was written and not yet read. */
export class MemoryFile extends OpenFile {
  text = '';

  hasInput(): boolean {
    return true;
  }

  take(max: number): string {
    const taken = this.text.slice(0, max);
    this.text = this.text.slice(max);
    return taken;
  }

  hasRoom(): boolean {
    return true;
  }

  put(text: string): string {
    this.text += text;
    return '';
  }
}

/** /dev/null, zero, full, random, urandom. */
export class DeviceFile extends OpenFile {
  readonly device: string;
  readonly #dice: Dice;

  constructor(device: string, dice: Dice) {
    super();
    this.device = device;
    this.#dice = dice;
  }

  hasInput(): boolean {
    return true;
  }

  take(max: number): string {
    if (this.device === 'zero' || this.device === 'full') return '\0'.repeat(Math.min(max, 4096));
    if (this.device !== 'random' && this.device !== 'urandom') return '';
    const bytes = new Uint8Array(Math.min(max, 4096));
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = this.#dice.between(0, 255);
    return fromBytes(bytes);
  }

  hasRoom(): boolean {
    return true;
  }

  put(): string {
    if (this.device === 'full') throw new SysError('ENOSPC');
    return '';
  }
}

/** The buffer between a pipe's two ends. */
class PipeBuffer {
  text = '';
  readers = 0;
  writers = 0;
}

class PipeReader extends OpenFile {
  readonly #buffer: PipeBuffer;

  constructor(buffer: PipeBuffer) {
    super();
    this.#buffer = buffer;
    buffer.readers += 1;
  }

  hasInput(): boolean {
    return this.#buffer.text !== '' || this.#buffer.writers === 0;
  }

  take(max: number): string {
    const text = this.#buffer.text.slice(0, max);
    this.#buffer.text = this.#buffer.text.slice(text.length);
    return text;
  }

  hasRoom(): boolean {
    return true;
  }

  put(): string {
    throw new SysError('EBADF');
  }

  override release(): void {
    this.#buffer.readers -= 1;
  }
}

class PipeWriter extends OpenFile {
  readonly #buffer: PipeBuffer;

  constructor(buffer: PipeBuffer) {
    super();
    this.#buffer = buffer;
    buffer.writers += 1;
  }

  hasInput(): boolean {
    return true;
  }

  take(): string {
    throw new SysError('EBADF');
  }

  hasRoom(): boolean {
    return this.#buffer.readers === 0 || this.#buffer.text.length < PIPE_CAPACITY;
  }

  put(text: string): string {
    if (this.#buffer.readers === 0) throw new SysError('EPIPE');
    const room = PIPE_CAPACITY - this.#buffer.text.length;
    this.#buffer.text += text.slice(0, room);
    return text.slice(room);
  }

  override release(): void {
    this.#buffer.writers -= 1;
  }
}

/** A pipe's two ends. */
export function makePipe(): [OpenFile, OpenFile] {
  const buffer = new PipeBuffer();
  return [new PipeReader(buffer), new PipeWriter(buffer)];
}

/** A terminal. */
export class TtyFile extends OpenFile {
  readonly tty: Tty;

  constructor(tty: Tty) {
    super();
    this.tty = tty;
  }

  hasInput(): boolean {
    return this.tty.hasInput();
  }

  take(max: number): string {
    return this.tty.take(max);
  }

  hasRoom(): boolean {
    return true;
  }

  put(text: string): string {
    this.tty.print(text);
    return '';
  }
}

/** Collects what a program writes; used for units' output, `replay` and tests. */
export class SinkFile extends OpenFile {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    super();
    this.#write = write;
  }

  hasInput(): boolean {
    return true;
  }

  take(): string {
    return '';
  }

  hasRoom(): boolean {
    return true;
  }

  put(text: string): string {
    this.#write(text);
    return '';
  }
}

/** Gives a fixed text, then the end: standard input of a command that is run without a terminal. */
export class SourceFile extends OpenFile {
  #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  hasInput(): boolean {
    return true;
  }

  take(max: number): string {
    const text = this.#text.slice(0, max);
    this.#text = this.#text.slice(text.length);
    return text;
  }

  hasRoom(): boolean {
    return true;
  }

  put(): string {
    throw new SysError('EBADF');
  }
}
