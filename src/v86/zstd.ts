// zstd decompression by v86's own WebAssembly module: browsers and Node 20 have none of their own.

/** Unpacks one frame of known size. */
export type Unzstd = (bytes: Uint8Array, size: number) => Uint8Array;

/** The same with a breath after every few megabytes, so that others have their turn meanwhile. */
export type UnzstdSlowly = (bytes: Uint8Array, size: number) => Promise<Uint8Array>;

interface ZstdExports {
  readonly memory: WebAssembly.Memory;
  zstd_create_ctx(length: number): number;
  zstd_get_src_ptr(context: number): number;
  zstd_read(context: number, length: number): number;
  zstd_read_free(pointer: number, length: number): void;
  zstd_free_ctx(context: number): void;
}

const STEP = 1 << 20;

const BREATH = 4 << 20;

/** A decompressor with a memory of its own; drop it to give that memory back. */
export function createUnzstd(module: WebAssembly.Module): Unzstd {
  const wasm = instanceOf(module);
  return (bytes, size) => {
    const result = new Uint8Array(size);
    for (const _ of unpacking(wasm, bytes, result)) continue;
    return result;
  };
}

export function createUnzstdSlowly(module: WebAssembly.Module): UnzstdSlowly {
  const wasm = instanceOf(module);
  return async (bytes, size) => {
    const result = new Uint8Array(size);
    for (const at of unpacking(wasm, bytes, result)) if (at % BREATH === 0) await new Promise((resolve) => { setTimeout(resolve, 0); });
    return result;
  };
}

const instanceOf = (module: WebAssembly.Module): ZstdExports =>
  new WebAssembly.Instance(module, { env: stubs(module) }).exports as unknown as ZstdExports;

/** Fills `result`; yields how far it is. */
function* unpacking(wasm: ZstdExports, bytes: Uint8Array, result: Uint8Array): Generator<number, void> {
  const context = wasm.zstd_create_ctx(bytes.length);
  new Uint8Array(wasm.memory.buffer).set(bytes, wasm.zstd_get_src_ptr(context) >>> 0);
  for (let at = 0; at < result.length; at += STEP) {
    yield at;
    const length = Math.min(STEP, result.length - at);
    const pointer = wasm.zstd_read(context, length);
    result.set(new Uint8Array(wasm.memory.buffer, pointer >>> 0, length), at);
    wasm.zstd_read_free(pointer, length);
  }
  wasm.zstd_free_ctx(context);
}

/** What the module imports for its emulator: never called by its decompressor. */
function stubs(module: WebAssembly.Module): Record<string, WebAssembly.ImportValue> {
  const entries = WebAssembly.Module.imports(module).map(({ name, kind }): [string, WebAssembly.ImportValue] => [
    name, kind === 'table' ? new WebAssembly.Table({ element: 'anyfunc', initial: 1024 })
      : () => { if (name === 'abort') throw new Error('zstd: damaged data'); },
  ]);
  return Object.fromEntries(entries);
}
