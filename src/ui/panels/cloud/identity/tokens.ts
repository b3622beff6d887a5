// Fernet tokens that a terminal shows.

export interface SeenToken {
  readonly token: string;
  readonly host: string;
}

/** Tokens to offer at most, of one terminal. */
const MOST = 4;

/** The newest tokens in a terminal's stream, newest first. */
export function tokensOn(host: string, stream: string): readonly SeenToken[] {
  // Colours and cursor movements stand between letters; a wrapped line has no newline of its own.
  const text = stream.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
  const found = [...text.matchAll(/gAAAA[\w-]{90,}=*/g)].map(([token]) => token);
  return [...new Set(found.reverse())].slice(0, MOST).map((token) => ({ token, host }));
}
