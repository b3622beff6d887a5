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
];
