/** Words of the cloud panel's part about keystone. */
export const texts = {
  panel: 'Keystone',
  lead: (host: string) => `who may do what, as its tables on ${host} say`,
  loading: 'Reading keystone’s tables …',
  failed: 'The machines did not answer. What you see may be old.',
  retry: 'Ask again',
  users: 'Users',
  projects: 'Projects',
  roles: 'Roles',
  catalogue: 'Catalogue',
  catalogueLead: 'Where clients find each service',
  none: 'none yet',
  noRoles: 'no role anywhere',
  disabled: 'disabled',
  implies: 'implies',
  changed: 'changed',
  region: 'Region',
  interface: 'Interface',
  url: 'Address',
  noEndpoints: 'no endpoint yet',
  noRegion: 'no region',
  role: (role: string, where: string) => `${role} ${where}`,
  onSystem: 'on the whole system',
  inProject: (name: string) => `in project ${name}`,
  inDomain: (name: string) => `in domain ${name}`,
  inherited: '(inherited)',
  token: 'Token inspector',
  tokenLead: 'Paste a token, or choose one, and see what keystone would say of it now.',
  tokenField: 'Token',
  inspect: 'Inspect',
  clear: 'Clear',
  seen: 'Seen in your terminals',
  noneSeen: 'Tokens that your terminals show will be offered here.',
  choose: (start: string, end: string, host: string) => `Inspect the token ${start} … ${end} of the terminal on ${host}`,
  asking: 'Asking …',
  good: 'Keystone accepts it',
  bad: 'Keystone refuses it',
  user: 'User',
  scope: 'Scope',
  tokenRoles: 'Roles',
  methods: 'Proved by',
  issued: 'Issued',
  expires: 'Expires',
  signed: 'Signed with',
  audit: 'Audit id',
  unknown: 'unknown here',
  noRolesInToken: 'none',
  unscoped: 'nothing yet (unscoped)',
  lifetime: 'How much of its life is over',
  keyRoles: {
    primary: 'the primary key, which signs new tokens',
    secondary: 'an older key, which still opens what it signed',
    staged: 'the staged key, which comes next',
  },
} as const;

/** `2026-11-20 08:28:14 UTC`. */
export const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `in 59 minutes`, `2 hours ago`. */
export function distance(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const amount = minutes < 1 ? 'less than a minute' : minutes === 1 ? '1 minute' : minutes < 120 ? `${String(minutes)} minutes` : `${String(Math.round(minutes / 60))} hours`;
  return ms >= 0 ? `in ${amount}` : `${amount} ago`;
}
