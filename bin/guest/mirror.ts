// Whether Debian's packages can be fetched at all.

const PATIENCE_MS = 15_000;

/** Why the mirror cannot be used, or null. */
export async function mirrorProblem(mirror: string, suite: string): Promise<string | null> {
  const url = `${mirror}/dists/${suite}/InRelease`;
  try {
    const { ok, status } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) });
    return ok ? null : `${url} answers ${status}. Another mirror: npm run guest -- --mirror URL`;
  } catch {
    return `${url} cannot be reached. Is this machine on the Internet? Another mirror: npm run guest -- --mirror URL`;
  }
}
