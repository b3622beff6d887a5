/** Differences between simulator and real guest that are as they must be. Each explains narrow lines of a few commands. */
export interface Reason {
  /** The commands it is about; the whole text of a check or question for the others. */
  readonly command: RegExp;
  /** Lines that only the simulator prints, as `normalised` makes them. */
  readonly simulated?: RegExp;
  /** Lines that only the real guest prints. */
  readonly real?: RegExp;
  /** Exit statuses: simulated, real. */
  readonly exit?: readonly [number, number];
  /** The same lines in another order. */
  readonly isOrder?: true;
  readonly reason: string;
}

/** A row of dnf's table of packages. */
const ROW = /^[\w.+-]+ (x86_64|noarch) \S+ (baseos|appstream|mariadb|@\w+) SIZE$/;
/** What rpm does with a package. */
const STEP = /^(Upgrading|Installing|Cleanup|Verifying|Running scriptlet) ?: \S+ \d+\/\d+$/;
/** Packages as dnf lists them at the end, in columns. */
const NAMES = /^([a-zA-Z][\w.+-]*-(\d+:)?(VERSION|\d\w*)\S* ?)+$/;

export const REASONS: readonly Reason[] = [
  // -- the network
  {
    command: /^ip (-4 )?addr/, simulated: /^inet 10\.0\.0\.\d+\/24 brd 10\.0\.0\.255 scope global noprefixroute eth0$/,
    real: /^inet 10\.0\.0\.\d+\/24 brd 10\.0\.0\.255 scope global eth0$/, reason: 'NetworkManager gives the address there, lab-identity here',
  },
  { command: /^ip address$/, real: /^(inet6 fe80::\S+ scope link|valid_lft forever preferred_lft forever)$/, reason: "the guest's card has IPv6 on" },
  {
    command: /^ip address$/, simulated: /^(3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 .*|link\/ether MAC brd MAC)$/,
    reason: 'the guest has one network card, the simulated hosts have a second one for the provider network',
  },

  // -- packages
  {
    command: /updates#\w+\/updated$/, simulated: /^57 updates wait: /, real: /^4 updates wait: `bash-completion`, `ca-certificates`, `curl` and `tzdata`$/,
    reason: "the guest's repositories hold four updates",
  },
  { command: /^dnf -y (update|install)/, simulated: ROW, real: ROW, reason: 'other packages and versions are in the repositories' },
  { command: /^dnf -y (update|install)/, simulated: STEP, real: STEP, reason: 'other packages and versions are in the repositories' },
  { command: /^dnf -y (update|install)/, simulated: NAMES, real: NAMES, reason: 'other packages and versions are in the repositories' },
  { command: /^dnf -y (update|install)/, simulated: /^(Upgrade|Install) \d+ Packages$/, real: /^(Upgrade|Install) \d+ Packages?$/, reason: 'other packages and versions are in the repositories' },
  {
    command: /^dnf -y (update|install)/, simulated: /^(Total download size: SIZE|\(\d+\/\d+\): \S+ SIZE \| SIZE TIME|---|Total SIZE \| SIZE TIME)$/,
    real: /^Total size: SIZE$/, reason: "the guest's repositories are folders: nothing is downloaded",
  },
  {
    command: /^dnf -y update$/, simulated: /^(Importing GPG key 0x8483C65D:|Userid : "CentOS \(CentOS Official Signing Key\).*|Fingerprint: 99DB .*)$/,
    real: /^(Importing GPG key 0x\w{8}:|Userid : "CentOS packages of the lab guest .*|Fingerprint: ([0-9A-F]{4} ?)+)$/,
    reason: "the guest's packages are signed with a key of its own",
  },
  { command: /^dnf -y update$/, real: /^Last metadata expiration check: TIME ago on DATE\.$/, reason: 'the guest takes more than a second to read what it has fetched' },

  {
    command: /^dnf -y install MariaDB-server MariaDB-client$/,
    simulated: /^(Importing GPG key 0xC74CD1D8:|Userid : "MariaDB Signing Key .*|Fingerprint: 177F .*|From : https:\/\/rpm\.mariadb\.org\/RPM-GPG-KEY-MariaDB)$/,
    real: /^(Importing GPG key 0x\w{8}:|Userid : "MariaDB packages of the lab guest .*|Fingerprint: ([0-9A-F]{4} ?)+|From : \/srv\/mirror\/rpm\.mariadb\.org\/.*)$/,
    reason: "the guest's packages are signed with a key of its own",
  },
  {
    command: /repository#describe\/described$/, simulated: /^It knows `baseos`, .* and 17 more\.$/, real: /^It knows `extras-common`, `baseos`, `appstream` and `crb`\.$/,
    reason: 'the guest has the repositories that the lessons use',
  },
  {
    command: /^dnf whatprovides/, simulated: /^(MariaDB-[\w-]+-VERSION : .*|Repo : mariadb|Matched from:|Provide : MariaDB-[\w-]+(\(x86-64\))? = VERSION)$/,
    real: /^MariaDB-(client|common|server)-VERSION : /, reason: 'fewer packages are in the repositories of the guest, with summaries of their own and of no architecture',
  },

  // -- time
  {
    command: /^chronyc sources$/, simulated: /^\^\? ntp0\.ntp-servers\.net 0 6 0 - /, real: /^\^\* ntp0\.ntp-servers\.net 1 6 (17|37|77|177|377) \d+ /,
    reason: 'the guest is so slow that the servers have answered by then',
  },
];
