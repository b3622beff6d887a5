import type { Payloads } from '../payload.ts';

const CHRONY_CONF = `# Servers of the public pool. "iburst" asks four times quickly at the start.
pool 2.centos.pool.ntp.org iburst

# Where the measured drift of the clock is kept between starts.
driftfile /var/lib/chrony/drift

# Set the clock in one step when it is off by more than a second, in the first three updates only.
makestep 1.0 3

# Let the kernel keep the hardware clock in step.
rtcsync

# Let hardware time stamps be used, where there are any.
#hwtimestamp *

# How many sources must agree before the clock is changed.
#minsources 2

# Let other hosts ask this one.
#allow 192.168.0.0/16

# Serve time even without a source of our own.
#local stratum 10

# Require signed time from the sources marked with "nts" or a key.
#authselectmode require

# Keys for signed time.
keyfile /etc/chrony.keys

# Where NTS cookies are kept.
ntsdumpdir /var/lib/chrony

# Where leap seconds are known from.
leapsectz right/UTC

# Where logs go, and which.
logdir /var/log/chrony
#log measurements statistics tracking
`;

const SERVICE = `[Unit]
Description=NTP client/server
Documentation=man:chronyd(8) man:chrony.conf(5)
After=ntpdate.service sntp.service ntpd.service
Conflicts=ntpd.service systemd-timesyncd.service
ConditionCapability=CAP_SYS_TIME

[Service]
Type=forking
PIDFile=/run/chrony/chronyd.pid
EnvironmentFile=-/etc/sysconfig/chronyd
ExecStart=/usr/sbin/chronyd $OPTIONS

[Install]
WantedBy=multi-user.target
`;

const WAIT_SERVICE = `[Unit]
Description=Wait for chrony to synchronize system clock
Documentation=man:chronyc(1)
After=chronyd.service
Requires=chronyd.service
Before=time-sync.target
Wants=time-sync.target

[Service]
Type=oneshot
ExecStart=/usr/bin/chronyc -h 127.0.0.1,::1 waitsync 0 0.1 0.0 1
RemainAfterExit=yes

[Install]
WantedBy=multi-user.target
`;

/** chrony: the NTP daemon, its configuration and units. */
export const PAYLOADS: Payloads = {
  chrony: {
    users: [{ name: 'chrony', uid: 997, gid: 994, gecos: 'chrony system user', home: '/var/lib/chrony', shell: '/sbin/nologin' }],
    files: [
      { path: '/etc/chrony.conf', content: CHRONY_CONF, isConfig: true },
      { path: '/etc/chrony.keys', content: '# Keys, one a line: number, type, secret.\n', mode: 0o640, group: 'chrony', isConfig: true },
      { path: '/etc/sysconfig/chronyd', content: '# Command-line options for chronyd\nOPTIONS="-F 2"\n', isConfig: true },
      { path: '/usr/lib/systemd/system/chronyd.service', content: SERVICE },
      { path: '/usr/lib/systemd/system/chrony-wait.service', content: WAIT_SERVICE },
      { path: '/usr/lib/systemd/ntp-units.d/50-chronyd.list', content: 'chronyd.service\n' },
      { path: '/run/chrony', isDirectory: true, mode: 0o750, owner: 'chrony', group: 'chrony', isGhost: true },
      { path: '/var/lib/chrony', isDirectory: true, mode: 0o750, owner: 'chrony', group: 'chrony' },
      { path: '/var/log/chrony', isDirectory: true, mode: 0o750, owner: 'chrony', group: 'chrony' },
    ],
    scripts: [{ kind: 'systemd', units: ['chronyd.service', 'chrony-wait.service'], restarts: true }],
  },
};
