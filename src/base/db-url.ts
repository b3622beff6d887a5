/** The parts of SQLAlchemy's connection URL, `dialect+driver://user:password@host:port/database?query`. */
export interface DbUrl {
  /** e.g. `mysql`. */
  readonly dialect: string;
  /** e.g. `pymysql`; null: the dialect's own choice. */
  readonly driver: string | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** A port that is no number. */
  readonly badPort: string | null;
  readonly database: string | null;
  readonly query: Readonly<Record<string, string>>;
}

const PATTERN = new RegExp([
  '^([\\w+]+)://', '(?:([^:/]*)(?::([^@]*))?@)?', '(?:(?:\\[([^/?]+)\\]|([^/:?]+))?(?::([^/?]*))?)?', '(?:/([^?]*))?', '(?:\\?(.*))?$',
].join(''), 's');

/** Reads a URL as SQLAlchemy 1.4 does; null where it cannot. A password with `@` ends at the first, as there. */
export function parseDbUrl(text: string): DbUrl | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, name = '', user, password, host6, host4, port, database, query] = match;
  const hasPort = port !== undefined && port !== '';
  const [dialect = '', driver] = name.split('+');
  return {
    dialect, driver: driver ?? null, user: user === undefined || user === '' ? null : unquote(user), password: password === undefined ? null : unquote(password),
    host: host6 ?? host4 ?? null, port: hasPort ? Number(port) : null, badPort: hasPort && !/^\d+$/.test(port) ? port : null,
    database: database === undefined || database === '' ? null : database, query: parseQuery(query ?? ''),
  };
}

function unquote(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const parseQuery = (text: string): Record<string, string> => Object.fromEntries(text.split('&').filter((pair) => pair !== '').map((pair): [string, string] => {
  const [key = '', ...value] = pair.split('=');
  return [unquote(key), unquote(value.join('='))];
}));
