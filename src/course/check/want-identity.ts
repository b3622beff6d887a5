/** What a check may want of keystone and of what keystone stands on: the second half of `Want`. */
export type IdentityWant =
  /** `server`: the host of the database, by any name of it. */
  | { readonly kind: 'connection'; readonly host: string; readonly path: string; readonly section: string; readonly name: string; readonly user: string;
      readonly password: string; readonly servers: readonly string[]; readonly database: string; readonly driver: string }
  | { readonly kind: 'keys'; readonly host: string; readonly path: string; readonly owner: string; readonly group: string; readonly madeBy: string }
  | { readonly kind: 'httpd'; readonly host: string; readonly valid?: boolean; readonly serverName?: string; readonly serves?: string; readonly port?: number;
      readonly loaded?: boolean }
  /** `after`: files that they must have started after. */
  | { readonly kind: 'processes'; readonly host: string; readonly unit: string; readonly title: string; readonly user?: string;
      readonly after?: readonly string[] }
  | { readonly kind: 'user'; readonly host: string; readonly name: string; readonly domain?: string; readonly password?: string }
  | { readonly kind: 'project'; readonly host: string; readonly name: string; readonly domain?: string }
  | { readonly kind: 'role'; readonly host: string; readonly name: string }
  | { readonly kind: 'assignment'; readonly host: string; readonly user: string; readonly role: string; readonly project?: string; readonly system?: boolean }
  | { readonly kind: 'service'; readonly host: string; readonly type: string; readonly name: string; readonly exact?: boolean }
  /** `urls`: any of them is right; a `/` at the end makes no difference. */
  | { readonly kind: 'endpoint'; readonly host: string; readonly service: string; readonly interfaces: readonly string[]; readonly region: string;
      readonly urls: readonly string[]; readonly exact?: boolean }
  | { readonly kind: 'region'; readonly host: string; readonly name: string; readonly exact?: boolean }
  | { readonly kind: 'openrc'; readonly host: string; readonly path: string; readonly user: string; readonly project: string; readonly also?: readonly string[] }
  | { readonly kind: 'environment'; readonly host: string; readonly user: string; readonly project: string };
