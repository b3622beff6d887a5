import type { PayloadFile } from '../../host/package.ts';
import type { Payloads } from '../payload.ts';

const MY_CNF = `# Read by the server and by all clients of MariaDB. What stands here holds for every program.

[client-server]

# The files of this folder come after it, in the order of their names.
!includedir /etc/my.cnf.d
`;

const SERVER_CNF = `# Groups for the server only. Options of the clients have no place here.

# Also read by MySQL's server.
[server]

# The stand-alone server, not the embedded one.
[mysqld]

# Galera: a cluster of several servers.
[galera]
# Needed for a cluster:
#wsrep_on=ON
#wsrep_provider=
#wsrep_cluster_address=
#binlog_format=row
#default_storage_engine=InnoDB
#innodb_autoinc_lock_mode=2
#
# Let the server answer on all addresses.
#bind-address=0.0.0.0

# The embedded server only.
[embedded]

# MariaDB only, so that a file can serve MySQL too.
[mariadb]

# This series of MariaDB only.
[mariadb-10.6]
`;

const CLIENT_CNF = `# Groups that every client reads.

[client]

# Clients of MariaDB only, not of MySQL.
[client-mariadb]
`;

const CLIENTS_CNF = `# Groups of single clients.

[mysql]

[mysql_upgrade]

[mysqladmin]

[mysqlbinlog]

[mysqlcheck]

[mysqldump]

[mysqlimport]

[mysqlshow]

[mysqlslap]
`;

const SERVICE = `# Change it by a drop-in, not in place: systemctl edit mariadb.service

[Unit]
Description=MariaDB %{VERSION} database server
Documentation=man:mariadbd(8)
Documentation=https://mariadb.com/kb/en/library/systemd/
After=network.target

[Install]
WantedBy=multi-user.target
Alias=mysql.service
Alias=mysqld.service

[Service]
Type=notify
PrivateNetwork=false
User=mysql
Group=mysql
CapabilityBoundingSet=CAP_IPC_LOCK CAP_DAC_OVERRIDE CAP_AUDIT_WRITE
ProtectSystem=full
PrivateDevices=true
ProtectHome=true
PermissionsStartOnly=true
ExecStart=/usr/sbin/mariadbd $MYSQLD_OPTS $_WSREP_NEW_CLUSTER $_WSREP_START_POSITION
KillSignal=SIGTERM
SendSIGKILL=no
Restart=on-abort
RestartSec=5s
UMask=007
PrivateTmp=false
TimeoutStartSec=900
TimeoutStopSec=900
LimitNOFILE=32768
`;

const link = (path: string, target: string): PayloadFile => ({ path, target });
const links = (folder: string, pairs: Readonly<Record<string, string>>): PayloadFile[] =>
  Object.entries(pairs).map(([name, target]) => link(`${folder}/${name}`, target));

/** MariaDB as its own repository packs it: configuration, unit, account, old names of programs. */
export const PAYLOADS: Payloads = {
  'MariaDB-common': {
    files: [
      { path: '/etc/my.cnf', content: MY_CNF, isConfig: true },
      { path: '/etc/my.cnf.d', isDirectory: true },
      { path: '/usr/share/mysql', isDirectory: true },
      { path: '/usr/share/mysql/charsets', isDirectory: true },
    ],
  },
  'MariaDB-client': {
    files: [
      { path: '/etc/my.cnf.d/client.cnf', content: CLIENT_CNF, isConfig: true },
      { path: '/etc/my.cnf.d/mysql-clients.cnf', content: CLIENTS_CNF, isConfig: true },
      ...links('/usr/bin', {
        mysql: 'mariadb', mysqladmin: 'mariadb-admin', mysqldump: 'mariadb-dump', mysqlshow: 'mariadb-show', mysqlcheck: 'mariadb-check',
      }),
    ],
  },
  'MariaDB-server': {
    users: [{ name: 'mysql', uid: 27, gid: 27, gecos: 'MySQL server', home: '/var/lib/mysql', shell: '/sbin/nologin' }],
    files: [
      { path: '/etc/my.cnf.d/server.cnf', content: SERVER_CNF, isConfig: true },
      { path: '/usr/lib/systemd/system/mariadb.service', content: SERVICE },
      { path: '/var/lib/mysql', isDirectory: true, mode: 0o755, owner: 'mysql', group: 'mysql' },
      ...links('/usr/sbin', { mysqld: 'mariadbd' }),
      ...links('/usr/bin', {
        'mysql_install_db': 'mariadb-install-db', 'mysql_secure_installation': 'mariadb-secure-installation', 'mysql_upgrade': 'mariadb-upgrade',
      }),
    ],
    scripts: [
      { kind: 'run', when: 'post', argv: ['/usr/bin/mariadb-install-db', '--rpm', '--user=mysql'] },
      { kind: 'systemd', units: ['mariadb.service'] },
    ],
  },
};
