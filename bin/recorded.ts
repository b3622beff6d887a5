// The states that the recordings of the real software had at the end of each chapter: their names, addresses and
// passwords, built on the Antelope profile with the lab's own commands.
import { Runner } from '../src/sim/runner.ts';
import type { SimLab } from '../src/sim/sim-lab.ts';
import type { SceneRecipe } from './scenes.ts';

type Line = readonly [host: string, command: string, stdin?: string];

const BOTH = ['controller', 'compute1'] as const;

const ENVIRONMENT: readonly Line[] = BOTH.flatMap((host): Line[] => [
  [host, 'printf "127.0.0.1   localhost localhost.localdomain\\n10.0.0.11   controller\\n10.0.0.31   compute1\\n" > /etc/hosts'],
  [host, 'useradd -m alice; useradd -m stack; printf "root:rootpass\\nalice:alicepass\\nstack:stackpass\\n" | chpasswd'],
  [host, 'echo "stack ALL=(ALL:ALL) ALL" > /etc/sudoers.d/stack; chmod 440 /etc/sudoers.d/stack'],
  [host, 'dnf -q -y config-manager --set-enabled crb'],
]);

const MARIADB: readonly Line[] = [
  ['controller', 'printf "[mariadb]\\nname = MariaDB\\nbaseurl = https://rpm.mariadb.org/10.11/rhel/\\$releasever/\\$basearch\\ngpgkey = https://rpm.mariadb.org/RPM-GPG-KEY-MariaDB\\ngpgcheck = 1\\n" > /etc/yum.repos.d/mariadb.repo'],
  ['controller', 'dnf -q -y install MariaDB-server MariaDB-client'],
  ['controller', 'printf "[mysqld]\\nbind-address = 10.0.0.11\\n\\ndefault-storage-engine = innodb\\ninnodb_file_per_table = on\\nmax_connections = 4096\\ncollation-server = utf8mb3_general_ci\\ncharacter-set-server = utf8mb3\\n" > /etc/my.cnf.d/openstack.cnf'],
  ['controller', 'systemctl enable --now mariadb'],
  ['controller', 'mysql_secure_installation', '\nn\ny\nROOT_PASS\nROOT_PASS\ny\ny\ny\ny\n'],
];

const KEYSTONE_DB = "CREATE DATABASE keystone; GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'localhost' IDENTIFIED BY 'KEYSTONE_DBPASS'; "
  + "GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'%' IDENTIFIED BY 'KEYSTONE_DBPASS';";

const ADMIN_OPENRC = ['OS_USERNAME=admin', 'OS_PASSWORD=ADMIN_PASS', 'OS_PROJECT_NAME=admin', 'OS_USER_DOMAIN_NAME=Default', 'OS_PROJECT_DOMAIN_NAME=Default',
  'OS_AUTH_URL=http://controller:5000/v3', 'OS_IDENTITY_API_VERSION=3', 'OS_IMAGE_API_VERSION=2'].map((line) => `export ${line}\\n`).join('');

const DEMO_OPENRC = ADMIN_OPENRC.replaceAll('=admin', '=myuser').replace('OS_PROJECT_NAME=myuser', 'OS_PROJECT_NAME=myproject').replace('ADMIN_PASS', 'DEMO_PASS');

/** The database, the package, keystone.conf: before db_sync. */
const KEYSTONE_CONF: readonly Line[] = [
  ['controller', `mysql -u root -pROOT_PASS -e "${KEYSTONE_DB}"`],
  ['controller', 'dnf -q -y install centos-release-openstack-antelope'],
  ['controller', 'dnf -q -y install openstack-keystone httpd python3-mod_wsgi python3-openstackclient memcached python3-memcached'],
  ['controller', "sed -i 's|^#connection = .*|connection = mysql+pymysql://keystone:KEYSTONE_DBPASS@controller/keystone|; /^\\[token\\]/,/^\\[/s|^#provider = fernet|provider = fernet|' /etc/keystone/keystone.conf"],
  ['controller', `printf "${ADMIN_OPENRC}" > /root/admin-openrc; printf "${DEMO_OPENRC}" > /root/demo-openrc`],
];

const KEYSTONE_SETUP: readonly Line[] = [
  ['controller', 'su -s /bin/sh -c "keystone-manage db_sync" keystone'],
  ['controller', 'keystone-manage fernet_setup --keystone-user keystone --keystone-group keystone'],
  ['controller', 'keystone-manage credential_setup --keystone-user keystone --keystone-group keystone'],
  ['controller', 'keystone-manage bootstrap --bootstrap-password ADMIN_PASS --bootstrap-admin-url http://controller:5000/v3/ '
    + '--bootstrap-internal-url http://controller:5000/v3/ --bootstrap-public-url http://controller:5000/v3/ --bootstrap-region-id RegionOne'],
];

const HTTPD: readonly Line[] = [
  ['controller', "sed -i 's|^#ServerName .*|ServerName controller|' /etc/httpd/conf/httpd.conf"],
  ['controller', 'ln -s /usr/share/keystone/wsgi-keystone.conf /etc/httpd/conf.d/'],
  ['controller', 'systemctl enable --now httpd'],
  ['controller', "sed -i 's|^OPTIONS=.*|OPTIONS=\"-l 127.0.0.1,::1,controller\"|' /etc/sysconfig/memcached; systemctl enable --now memcached"],
];

async function play(lab: SimLab, lines: readonly Line[]): Promise<void> {
  const runner = new Runner(lab.world);
  for (const [host, command, stdin] of lines) {
    const result = await runner.run(host, command, stdin === undefined ? {} : { stdin, columns: 120 });
    if (result.exit !== 0) throw new Error(`${host}: ${command}: exit ${result.exit}\n${result.stdout}${result.stderr}`);
  }
}

export const RECORDED: readonly SceneRecipe[] = [
  { name: 'recorded/environment', from: null, play: (lab) => play(lab, ENVIRONMENT) },
  { name: 'recorded/mariadb', from: 'recorded/environment', play: (lab) => play(lab, MARIADB) },
  { name: 'recorded/keystone-conf', from: 'recorded/mariadb', play: (lab) => play(lab, KEYSTONE_CONF) },
  { name: 'recorded/keystone-setup', from: 'recorded/keystone-conf', play: (lab) => play(lab, KEYSTONE_SETUP) },
  { name: 'recorded/keystone', from: 'recorded/keystone-setup', play: (lab) => play(lab, HTTPD) },
];
