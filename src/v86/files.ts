import { StartError } from '../lab/start.ts';

/** Hears how much of a file has come. */
export type OnBytes = (loaded: number) => void;

/** The files of an image, wherever they are served from. */
export interface GuestFiles {
  /** A whole file. Throws StartError: `missing-image` when it is not there, `download` when it could not be fetched. */
  read(path: string, onBytes?: OnBytes): Promise<Uint8Array>;
}

const TRIES = 4;
const PAUSE_MS = 700;

/** Files below a URL that ends in a slash; what fails is tried again a few times. */
export function filesAt(base: string): GuestFiles {
  return {
    async read(path, onBytes) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await fetched(`${base}${path}`, onBytes);
        } catch (error) {
          if ((error instanceof StartError && error.fault === 'missing-image') || attempt === TRIES) throw asStartError(error, path);
          await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS * attempt); });
        }
      }
    },
  };
}

function asStartError(error: unknown, path: string): StartError {
  if (error instanceof StartError) return error;
  return new StartError('download', `${path}: ${error instanceof Error ? error.message : String(error)}`);
}

async function fetched(url: string, onBytes: OnBytes | undefined): Promise<Uint8Array> {
  const response = await fetch(url);
  // A server for pages answers unknown addresses with its page.
  const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
  if (response.status === 404 || isPage) throw new StartError('missing-image', url);
  if (!response.ok) throw new StartError('download', `${url}: status ${response.status}`);
  if (onBytes === undefined || response.body === null) return new Uint8Array(await response.arrayBuffer());
  return collected(response.body, onBytes);
}

async function collected(body: ReadableStream<Uint8Array>, onBytes: OnBytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    loaded += value.length;
    onBytes(loaded);
  }
  return joined(chunks, loaded);
}

/** Chunks in one array. */
export function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
