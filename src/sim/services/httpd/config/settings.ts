/** What one `Require` or `<RequireAny>` asks for. */
export type Authz =
  | { readonly kind: 'all'; readonly granted: boolean }
  | { readonly kind: 'ip'; readonly networks: readonly string[]; readonly isNegated: boolean }
  | { readonly kind: 'local'; readonly isNegated: boolean }
  | { readonly kind: 'host'; readonly names: readonly string[]; readonly isNegated: boolean }
  | { readonly kind: 'method'; readonly methods: readonly string[]; readonly isNegated: boolean }
  | { readonly kind: 'env'; readonly names: readonly string[]; readonly isNegated: boolean }
  | { readonly kind: 'user'; readonly isNegated: boolean }
  | { readonly kind: 'group'; readonly mode: 'all' | 'any' | 'none'; readonly of: readonly Authz[] };

/** What directories, files and locations can say; absent: not said here, so what stands outside holds. */
export interface DirSettings {
  authz?: Authz;
  /** mod_access_compat: `Order`, `Allow from`, `Deny from`. */
  compat?: { order: 'allow,deny' | 'deny,allow'; allow: string[]; deny: string[] };
  options?: string[];
  handler?: string;
  directoryIndex?: string[];
  errorDocuments?: Record<string, string>;
  limitBody?: number;
  defaultCharset?: string;
  types?: Record<string, string>;
  processGroup?: string;
  applicationGroup?: string;
  passAuthorization?: boolean;
  headers?: { readonly action: string; readonly name: string; readonly value: string; readonly isAlways: boolean }[];
  proxy?: string;
}

export type SectionKind = 'directory' | 'files' | 'location';

/** `<Directory>`, `<FilesMatch>` and their kin. */
export interface Section {
  readonly kind: SectionKind;
  readonly pattern: string;
  readonly isRegex: boolean;
  readonly settings: DirSettings;
  /** Sections inside (Files within Directory). */
  readonly inner: Section[];
}

/** `Alias` (mod_alias), `WSGIScriptAlias` (mod_wsgi) and `Redirect`. */
export interface AliasRule {
  readonly kind: 'alias' | 'script' | 'wsgi' | 'redirect';
  readonly from: string;
  readonly isRegex: boolean;
  readonly to: string;
  /** Of a redirect. */
  readonly status?: number;
  readonly processGroup?: string;
  readonly applicationGroup?: string;
}

export interface AccessLog {
  readonly path: string;
  readonly format: string;
  readonly line: string;
}

/** The main server or a virtual host. */
export interface Server {
  readonly file: string;
  readonly line: number;
  /** `*:5000`, `10.0.0.11:80`, `_default_:*`; empty for the main server. */
  readonly addresses: readonly { readonly host: string; readonly port: number | null }[];
  name: string | null;
  namePort: number | null;
  aliases: string[];
  admin: string | null;
  documentRoot: string | null;
  errorLog: string | null;
  /** Where ErrorLog stands, `file:line`. */
  errorLogAt: string | null;
  errorLogFormat: string | null;
  logLevel: string | null;
  accessLogs: AccessLog[];
  rules: AliasRule[];
  proxies: { readonly from: string; readonly to: string }[];
  /** What is said outside of any section. */
  base: DirSettings;
  sections: Section[];
}

export interface Listen {
  readonly address: string | null;
  readonly port: number;
}

/** `WSGIDaemonProcess`. */
export interface WsgiDaemon {
  readonly name: string;
  readonly user: string | null;
  readonly group: string | null;
  readonly processes: number;
  readonly threads: number;
  /** `display-name=%{GROUP}` or a text. */
  readonly displayName: string | null;
  /** Index of the server that it stands in; -1: the main one. */
  readonly server: number;
}

/** All that httpd knows from its configuration. */
export interface Settings {
  serverRoot: string;
  user: string;
  group: string;
  pidFile: string;
  listens: Listen[];
  tokens: string;
  signature: string;
  traceEnable: string;
  keepAlive: boolean;
  keepAliveTimeout: number;
  maxKeepAlive: number;
  startServers: number;
  threadsPerChild: number;
  socketPrefix: string | null;
  typesConfig: string;
  hasCanonicalName: boolean;
  /** Named LogFormats. */
  formats: Record<string, string>;
  main: Server;
  hosts: Server[];
  daemons: WsgiDaemon[];
  modules: string[];
  defines: string[];
}
