import { fromBytes, toBytes } from '../../../base/bytes.ts';

/** The gzip format, loaded when first needed (fflate). */
export async function loadGzip(): Promise<{ pack: (text: string, mtimeMs: number) => string; unpack: (text: string) => string | null }> {
  const { gunzipSync, gzipSync } = await import('fflate');
  return {
    pack: (text, mtimeMs) => fromBytes(gzipSync(toBytes(text), { mtime: mtimeMs })),
    unpack: (text) => {
      try {
        return fromBytes(gunzipSync(toBytes(text)));
      } catch {
        return null;
      }
    },
  };
}
