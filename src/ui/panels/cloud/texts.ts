/** Words of the cloud panel. */
export const texts = {
  panel: 'Cloud',
  lead: 'What is true on the machines now',
  units: 'Units',
  listeners: 'Listening',
  databases: 'Databases',
  accounts: 'Accounts',
  changed: 'changed',
  enabled: 'starts at boot',
  none: 'none yet',
  tables: (count: number) => (count === 1 ? '1 table' : `${String(count)} tables`),
  loading: 'Asking the machines …',
  noGrants: 'no grants',
} as const;
