import type { Payloads } from '../payload.ts';

const SYSCONFIG = 'PORT="11211"\nUSER="memcached"\nMAXCONN="1024"\nCACHESIZE="64"\nOPTIONS="-l 127.0.0.1,::1"\n';

const SERVICE = `# Settings are in /etc/sysconfig/memcached.

[Unit]
Description=memcached daemon
Before=httpd.service
After=network.target

[Service]
EnvironmentFile=/etc/sysconfig/memcached
ExecStart=/usr/bin/memcached -p \${PORT} -u \${USER} -m \${CACHESIZE} -c \${MAXCONN} $OPTIONS

# What it does not need it may not touch.
PrivateTmp=true
ProtectSystem=full
NoNewPrivileges=true
PrivateDevices=true
CapabilityBoundingSet=CAP_SETGID CAP_SETUID CAP_SYS_RESOURCE
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

[Install]
WantedBy=multi-user.target
`;

/** memcached: its account, its settings and its unit. */
export const PAYLOADS: Payloads = {
  memcached: {
    users: [{ name: 'memcached', uid: 988, gid: 986, gecos: 'Memcached daemon', home: '/run/memcached', shell: '/sbin/nologin' }],
    files: [
      { path: '/etc/sysconfig/memcached', content: SYSCONFIG, isConfig: true },
      { path: '/usr/lib/systemd/system/memcached.service', content: SERVICE },
    ],
    scripts: [{ kind: 'systemd', units: ['memcached.service'], restarts: true }],
  },
};
