// The units that the recording machine had, on ours: a quiet daemon stands in for each real one.

const UNITS = '/usr/lib/systemd/system';

/** A shell command that writes a unit file. */
const unit = (name: string, text: string, folder: string = UNITS): string => `cat > ${folder}/${name} <<'END_OF_UNIT'\n${text}END_OF_UNIT`;

const INSTALL = '\n[Install]\nWantedBy=multi-user.target\n';

/** Commands that lay the units of the recording of systemd. */
export const RECORDED_UNITS: readonly string[] = [
  ...['httpd', 'mariadbd', 'memcached'].map((name) => `cp /usr/sbin/irqbalance /usr/sbin/${name}`),
  'cp /usr/sbin/memcached /usr/bin/memcached',
  unit('httpd.service', `[Unit]\nDescription=The Apache HTTP Server\nAfter=network.target remote-fs.target nss-lookup.target\nDocumentation=https://httpd.apache.org/docs/2.4/\n
[Service]\nType=notify\nExecStart=/usr/sbin/httpd -k start\nExecReload=/usr/bin/true\nKillMode=mixed\nPrivateTmp=true\n${INSTALL}`),
  unit('mariadb.service', `[Unit]\nDescription=MariaDB 10.11.19 database server\nDocumentation=man:mariadbd(8)
Documentation=https://mariadb.com/docs/server/server-management/starting-and-stopping-mariadb/systemd\nAfter=network.target\n
[Service]\nType=notify\nExecStart=/usr/sbin/mariadbd\nTasksMax=99%\nRestart=on-abnormal\nRestartSec=5s\nTimeoutStartSec=900\nTimeoutStopSec=900\n${INSTALL}`),
  unit('memcached.service', `[Unit]\nDescription=memcached daemon\nAfter=network.target\nDocumentation=man:memcached(1)\n
[Service]\nExecStart=/usr/bin/memcached -m 64 -p 11211 -u memcache -l 127.0.0.1 -P /var/run/memcached/memcached.pid\nRestart=always\n${INSTALL}`),
  unit('openstack-glance-api.service', `[Unit]\nDescription=OpenStack Image Service (code-named Glance) API server\n\n[Service]\nExecStart=/bin/sleep infinity\n${INSTALL}`),
  unit('openstack-nova-scheduler.service', `[Unit]\nDescription=OpenStack Nova Scheduler Server\n\n[Service]\nExecStart=/usr/bin/nova-scheduler-missing\n${INSTALL}`),
  unit('openstack-nova-api.service', `[Unit]\nDescription=OpenStack Nova API Server\n\n[Service]\nUser=novauser\nExecStart=/bin/sleep infinity\n${INSTALL}`),
  unit('openstack-nova-conductor.service', `[Unit]\nDescription=OpenStack Nova Conductor Server\n
[Service]\nExecStart=/bin/sh -c 'echo "Traceback: cannot connect to AMQP" >&2; exit 1'\nRestart=always\n${INSTALL}`),
  unit('openstack-nova-novncproxy.service', `[Unit]\nDescription=OpenStack Nova NoVNC Proxy Server\n\n[Service]\nType=notify\nTimeoutStartSec=6\nExecStart=/bin/sleep infinity\n${INSTALL}`),
  unit('neutron-server.service', `[Unit]\nDescription=OpenStack Neutron Server\n
[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo "CRITICAL neutron [-] Unhandled error" >&2; exit 1'\n${INSTALL}`),
  unit('neutron-bad.service', '[Unit]\nDescription=Bad\n\n\n\n[Service]\nExecStart=relative/path/bin\n'),
  unit('neutron-l3-agent.service', `[Unit]\nDescription=OpenStack Neutron Layer 3 Agent\n\n\n[Service]\nExecStart=sleep infinity\nType=simple\nFooBar=1\n${INSTALL}`),
  unit('neutron-dhcp-agent.service', `[Unit]\nDescription=OpenStack Neutron DHCP Agent\n
[Service]\nExecStart=/bin/sh -c "echo starting; exec sleep infinity"\nExecReload=/bin/kill -HUP $MAINPID\n${INSTALL}`),
  'echo "stack:x:1000:1000::/home/stack:/bin/bash" >> /etc/passwd', 'echo "alice:x:1001:1001::/home/alice:/bin/bash" >> /etc/passwd',
  'echo "stack:x:1000:" >> /etc/group', 'echo "alice:x:1001:" >> /etc/group', 'sed -i "s/^wheel:.*/wheel:x:10:stack/" /etc/group',
  'mkdir -p /home/stack /home/alice', 'chown stack:stack /home/stack', 'chown alice:alice /home/alice', 'systemctl daemon-reload',
];

/** Names and paths of Debian as CentOS Stream 9 has them. */
export const DEBIAN_TO_CENTOS: readonly (readonly [RegExp, string])[] = [
  [/Synchronizing state of [^\n]*\n/g, ''], [/Executing: \/lib\/systemd\/systemd-sysv-install[^\n]*\n/g, ''], [/update-rc\.d: [^\n]*\n/g, ''],
  [/(?<!\/usr)\/lib\/systemd\/system/g, '/usr/lib/systemd/system'], [/\bapache2\b/g, 'httpd'], [/apachectl/g, 'httpd'],
  [/\bchrony\.service/g, 'chronyd.service'], [/^(systemctl .*)\bchrony$/gm, '$1chronyd'], [/\bssh\.service/g, 'sshd.service'], [/systemctl status ssh$/gm, 'systemctl status sshd'],
  [/\bcron\.service/g, 'crond.service'], [/https:\/\/www\.debian\.org\/support/g, 'https://access.redhat.com/support'],
];

/** What may differ between two machines and moments. */
export const SAME: readonly (readonly [RegExp, string])[] = [
  [/\r/g, ''], [/ +$/gm, ''],
  // Times and time spans.
  [/[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d/g, 'DATE'], [/[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]+/g, 'STAMP'],
  [/; ([\dminsh .]+|\d+ days?[\dh ]*) ago/g, '; AGO'], [/; now$/gm, '; AGO'], [/(Duration|CPU): [^\n]*/g, '$1: SPAN'], [/Consumed [^\n]*? CPU time/g, 'Consumed SPAN CPU time'],
  // Processes and what they use.
  [/\[\d+\]/g, '[PID]'], [/(Main PID|Process): \d+/g, '$1: PID'], [/(Tasks|Memory): [^\n]*/g, '$1: SOME'], [/process \d+ /g, 'process PID '],
  [/(?: +[├└]─(?:\x1b\[[\d;]*m)? *\d+ [^\n]*\n)+/g, '             └─PROCESSES\n'], [/job identifier is \d+/g, 'job identifier is N'], [/MainPID=\d+/g, 'MainPID=PID'],
  // Presets are Debian's "all on".
  [/preset: (?:\x1b\[[\d;]*m)?(enabled|disabled)(?:\x1b\[0m)?/g, 'preset: PRESET'], [/ +(enabled|disabled)$/gm, ' PRESET'],
  // What daemons say of themselves is theirs.
  [/^DATE controller (?!systemd|\()[^\n]*\n/gm, ''],
  [/^     Status: [^\n]*\n/gm, ''],
];
