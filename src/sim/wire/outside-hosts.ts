// The names and machines of the simulated internet. Addresses are taken from the blocks kept for documentation
// (RFC 5737: 192.0.2.0/24 and 198.51.100.0/24), so none of them is anybody's.

/** One machine out there. */
export interface OutsideHost {
  readonly address: string;
  /** Its DNS names; the first is what a reverse look-up gives. */
  readonly names: readonly string[];
  readonly pingMs: number | null;
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  /** Pages of its web server by path. */
  readonly pages?: Readonly<Record<string, string>>;
  /** What its time server says; times in seconds. */
  readonly ntp?: {
    readonly stratum: number; readonly offset: number; readonly delay: number; readonly rootDelay: number;
    readonly rootDispersion: number; readonly referenceId: string;
  };
}

const page = (title: string, text: string): string =>
  `<!doctype html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body>\n</html>\n`;

const web = (address: string, names: readonly string[], pingMs: number, text: string): OutsideHost => ({
  address, names, pingMs, tcp: [80, 443], udp: [], pages: { '/': page(names[0] ?? '', text) },
});

const timeServer = (
  address: string, names: readonly string[], pingMs: number, stratum: number, offset: number, referenceId: string,
): OutsideHost => ({
  address, names, pingMs, tcp: [], udp: [123],
  ntp: { stratum, offset, delay: pingMs / 1000, rootDelay: stratum === 1 ? 0 : 0.004, rootDispersion: 0.0012, referenceId },
});

const MIRROR = 'A package mirror of the simulated internet.';
const SITE = 'This page belongs to the simulated internet of the lab.';

/** Everything there is outside. */
export const OUTSIDE_HOSTS: readonly OutsideHost[] = [
  // DNS
  { address: '10.0.0.2', names: ['dns.lab.example'], pingMs: 0.4, tcp: [53], udp: [53] },
  // Package mirrors
  web('192.0.2.10', ['mirrors.centos.org'], 18, MIRROR),
  web('192.0.2.11', ['mirror.stream.centos.org'], 18, MIRROR),
  web('192.0.2.12', ['mirrorlist.centos.org', 'mirror.centos.org', 'vault.centos.org'], 18, MIRROR),
  web('192.0.2.13', ['mirrors.fedoraproject.org', 'dl.fedoraproject.org', 'download.fedoraproject.org'], 24, MIRROR),
  web('192.0.2.14', ['rpm.mariadb.org', 'mirror.mariadb.org', 'yum.mariadb.org', 'archive.mariadb.org'], 21, MIRROR),
  web('192.0.2.15', ['downloads.mariadb.com', 'dlm.mariadb.com'], 22, MIRROR),
  web('192.0.2.16', ['trunk.rdoproject.org', 'www.rdoproject.org', 'rdoproject.org'], 31, MIRROR),
  web('192.0.2.17', ['www.centos.org', 'centos.org'], 19, SITE),
  // Sites that guides name
  web('192.0.2.30', ['example.com', 'www.example.com', 'example.org', 'example.net'], 12, SITE),
  web('192.0.2.31', ['docs.openstack.org'], 27, SITE),
  web('192.0.2.32', ['openstack.org', 'www.openstack.org'], 27, SITE),
  web('192.0.2.33', ['opendev.org', 'tarballs.opendev.org'], 28, SITE),
  web('192.0.2.34', ['github.com'], 15, SITE),
  web('192.0.2.35', ['download.cirros-cloud.net'], 33, SITE),
  web('192.0.2.36', ['google.com', 'www.google.com'], 9, SITE),
  web('192.0.2.37', ['releases.ubuntu.com', 'archive.ubuntu.com'], 23, SITE),
  { address: '8.8.8.8', names: ['dns.google'], pingMs: 8.9, tcp: [53, 443], udp: [53] },
  { address: '1.1.1.1', names: ['one.one.one.one'], pingMs: 8.1, tcp: [53, 443], udp: [53] },
  // Time
  timeServer('198.51.100.11', ['time-a.pool.example', ...pool(0), 'pool.ntp.org', 'centos.pool.ntp.org'], 14.2, 2, 0.000041, 'C0000211'),
  timeServer('198.51.100.12', ['time-b.pool.example', ...pool(1), 'pool.ntp.org', 'centos.pool.ntp.org'], 19.6, 2, -0.000162, 'C0000212'),
  timeServer('198.51.100.13', ['time-c.pool.example', ...pool(2), 'pool.ntp.org', 'centos.pool.ntp.org'], 23.1, 2, 0.000233, 'C0000213'),
  timeServer('198.51.100.14', ['time-d.pool.example', ...pool(3), 'pool.ntp.org', 'centos.pool.ntp.org'], 31.8, 3, -0.000518, 'C633640B'),
  timeServer('198.51.100.20', ['ntp0.ntp-servers.net'], 36.5, 1, 0.000087, '50505300'),
  timeServer('198.51.100.21', ['ntp1.ntp-servers.net'], 37.9, 1, 0.000112, '50505300'),
  timeServer('198.51.100.22', ['ntp2.ntp-servers.net'], 41.3, 2, -0.000201, 'C6336414'),
  timeServer('198.51.100.23', ['time.google.com', 'time1.google.com'], 11.4, 1, 0.00002, '474F4F47'),
  timeServer('198.51.100.24', ['time.cloudflare.com'], 10.2, 3, 0.000019, '0A0A0808'),
];

/** The names of pool member `n`: every zone rotates over all four machines, as the NTP pool does. */
function pool(first: number): string[] {
  const zones = ['pool.ntp.org', 'centos.pool.ntp.org', 'rhel.pool.ntp.org', 'debian.pool.ntp.org', 'ubuntu.pool.ntp.org'];
  return [0, 1, 2, 3].flatMap((step) => zones.map((zone) => `${(first + step) % 4}.${zone}`));
}
