import type { Payloads } from '../payload.ts';

/** Asks the client for its completion when Tab is first pressed behind `openstack` (124: bash tries again). */
const COMPLETION = `# Completion of the openstack command: "openstack complete" writes it.
_openstack_first()
{
  eval "$(openstack complete 2>/dev/null)" && return 124
}
complete -F _openstack_first openstack
`;

const SITE = '/usr/lib/python3.9/site-packages';

/** python3-openstackclient: the command itself comes from the table of programs. */
export const PAYLOADS: Payloads = {
  'python3-openstackclient': {
    files: [
      { path: '/etc/bash_completion.d/osc.bash_completion', content: COMPLETION },
      { path: `${SITE}/openstackclient`, isDirectory: true },
      { path: `${SITE}/openstackclient/__init__.py`, content: '' },
      { path: '/usr/share/doc/python3-openstackclient', isDirectory: true },
      { path: '/usr/share/doc/python3-openstackclient/README.rst', content: 'The openstack command: one client for every OpenStack API. "openstack help" lists its commands.\n' },
    ],
  },
};
