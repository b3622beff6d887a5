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

  // -- Debian inside
  { command: /^cat \/etc\/redhat-release$/, simulated: /^CentOS Stream release 9$/, real: /^CentOS-style lab guest release 9 \(Debian i386 inside\)$/, reason: 'the guest says openly what it is' },
  { command: /^which no-such-program$/, simulated: /^(\/usr\/bin\/)?which: no no-such-program in \(/, reason: "Debian's which says nothing of what it does not find" },
  { command: /^alias$/, simulated: /^alias (vi|which|xzegrep|xzfgrep|xzgrep|zegrep|zfgrep|zgrep)=/, reason: 'the guest has fewer aliases' },
  { command: /^head -2 \/etc\/passwd$/, simulated: /^bin:x:1:1:/, real: /^daemon:x:1:1:/, reason: "Debian's accounts" },
  { command: /^stat -c .*\/etc\/shadow$/, simulated: /^\/etc\/shadow 0 root:root regular file$/, real: /^\/etc\/shadow 640 root:shadow regular file$/, reason: "Debian's group shadow" },
  {
    command: /^ls -la \/root$/, simulated: /(anaconda-ks\.cfg|\.bash_logout|\.cshrc|\.tcshrc|^dr-xr-xr-x N root root N DATE \.\.)$/,
    real: /(\.bash_history|\.ssh|\.vimrc|^drwxr-xr-x N root root N DATE \.\.)$/, reason: "files of an installation that the guest did not go through, and of its building",
  },
  { command: /^ls -1 \/$/, simulated: /^lib64$/, real: /^lost\+found$/, reason: '32 bits, and a disk of its own file system' },
  { command: /^find \/etc\/yum/, isOrder: true, reason: 'the order of a directory on disk' },
  {
    command: /systemctl --no-ask-password restart chronyd'$/, simulated: /^Failed to restart chronyd\.service: Interactive authentication required\.$/,
    real: /^Failed to restart chronyd\.service: Access denied$/, exit: [1, 4], reason: 'the guest has no polkit',
  },
  { command: /^service /, simulated: /^Redirecting to \/bin\/systemctl /, reason: "Debian's service says nothing of it" },
  { command: /^top -x$/, simulated: /^(top: unknown option 'x'|Usage:|top -hv .*)$/, real: /^top: invalid option -- 'x'$/, exit: [1, 0], reason: 'procps 4 instead of 3.3.17' },
  { command: /^ps$/, simulated: /^\d+ pts\/0 TIME (bash|ps)$/, real: /^\d+ ttyS\d TIME (bash|ps)$/, reason: "numbers of processes; the guest's terminals are serial lines" },

  // -- the network's programs
  { command: /^ip route$/, simulated: /^10\.0\.0\.0\/24 .* metric 100$/, real: /^10\.0\.0\.0\/24 dev eth0 proto kernel scope link src 10\.0\.0\.\d+$/, reason: 'NetworkManager sets the metric there' },
  { command: /^ip -br address$/, simulated: /^eth(0 UP 10\.0\.0\.\d+\/24|1 UP)$/, real: /^eth0 UP 10\.0\.0\.\d+\/24 fe80::/, reason: "the guest's card has IPv6 on, and there is one of it" },
  { command: /^ip neigh /, real: /^[46]$/, reason: 'the simulator lists the gateway and those it is connected with, not everybody it has spoken to' },
  { command: /^cat \/etc\/resolv\.conf$/, simulated: /^(# Generated by NetworkManager|nameserver 10\.0\.0\.2)$/, real: /^nameserver 10\.0\.0\.1$/, reason: "the guest's gateway is its name server" },
  {
    command: /^ss -/, simulated: /^((State )?Recv-Q Send-Q .* Process|LISTEN 0 (128|80) |UNCONN 0 0 \[::1\]:323 \[::\]:\*)/,
    real: /^((State )?Recv-Q Send-Q .*PortProcess$|LISTEN 0 0 |UNCONN 0 0 \[::1\]:323 \*:\*)/,
    reason: "the guest's kernel has no socket diagnosis (ss reads /proc then: no queues, no [::]), no sshd, and a narrower terminal",
  },
  { command: /^ss --nonsense$/, simulated: /^(Usage: ss|or: ss|Shows the sockets|Options: -t )/, real: /^(Usage: ss|ss \[|-\w, --|--\w|FAMILY|QUERY|FILTER|STATE-FILTER|TCP-STATES|connected|synchronized|bucket|big)/, reason: 'help texts are our own words' },
  { command: /^uptime -x$/, simulated: /^(Usage: uptime|Shows how long|Options: )/, real: /^(Usage:|uptime \[options\]|Options:|-[phsV], --|For more details)/, reason: 'help texts are our own words' },
  { command: /^chronyc -Q$/, simulated: /./, real: /^(Usage: chronyc|Options:|-\w .*|-v, --version .*|--help .*)$/, reason: 'help texts are our own words' },

  // -- systemd
  {
    command: /^systemctl enable mariadb$/, simulated: /^Created symlink \S+ → \/usr\/lib\/systemd\/system\/mariadb\.service\.$/,
    real: /^Created symlink \S+ → \/lib\/systemd\/system\/mariadb\.service\.$/, reason: "Debian's systemd calls its folder /lib/systemd",
  },
  {
    command: /^systemctl status /, simulated: /^Loaded: loaded \(\/usr\/lib\/systemd\/system\/\w+\.service; enabled; preset: (en|dis)abled\)$/,
    real: /^Loaded: loaded \(\/lib\/systemd\/system\/\w+\.service; enabled; preset: enabled\)$/, reason: "Debian's systemd calls its folder /lib/systemd, and presets everything",
  },
  { command: /^systemctl status /, simulated: /^Tasks: \d+ \(limit: 48904\)$/, real: /^Tasks: \d+ \(limit: 526\)$/, reason: 'a smaller machine' },
  {
    command: /^systemctl status mariadb/, simulated: /(InnoDB: log sequence number \d+; transaction id \d+|port: 3306 MariaDB Server)$/,
    real: /(InnoDB: log sequence number \d+; transaction id \d+|port: 3306 Debian 12)$/, reason: "another build of MariaDB",
  },
  {
    command: /^systemctl status chronyd/, simulated: /(chronyd -F 2|chronyd\[N\]: .*|systemd\[N\]: (Starting|Started) chronyd\.service - NTP client\/server\.+)$/,
    real: /(chronyd -f \/etc\/chrony\.conf -F 0 -u chrony|chronyd\[N\]: .*|systemd\[N\]: (Starting|Started) chronyd\.service - NTP clien.*|Hint: Some lines were ellipsized.*)$/,
    reason: "another build of chrony, other measurements, and a narrower terminal",
  },
  { command: /^journalctl -u chronyd/, simulated: /^System clock TAI offset set to /, real: /^System clock wrong by /, reason: 'other measurements; the guest has no leap seconds' },
  { command: /^systemctl show mariadb/, simulated: /^Names=mariadb\.service$/, real: /^Names=mariadb\.service mysql\.service mysqld\.service$/, reason: "the simulator shows a unit's first name only" },
  { command: /^systemctl list-unit-files 'mariadb/, simulated: /^mariadb\.service enabled disabled$/, real: /^mariadb\.service enabled enabled$/, reason: 'Debian presets everything' },
  { command: /^systemctl cat mariadb/, simulated: /^ExecStart=.*\$_WSREP_START_POSITION$/, real: /^ExecStart=\/usr\/sbin\/mariadbd \$MYSQLD_OPTS$/, reason: "the guest's unit has no Galera" },

  // -- chrony
  { command: /^chronyc .*sources/, simulated: /^\^\* ntp0\.ntp-servers\.net 1 6 [1-7]+ \d+ /, real: /^\^\* ntp0\.ntp-servers\.net 1 6 [1-7]+ \d+ /, reason: 'other measurements' },
  { command: /^grep -v '\^#' \/etc\/chrony\.conf/, simulated: /^leapsectz right\/UTC$/, reason: 'the guest has no leap seconds' },

  // -- MariaDB
  {
    command: /SHOW GRANTS"$/, simulated: /^\| GRANT PROXY ON ``@`%` TO `root`@`localhost` WITH GRANT OPTION \|$/,
    real: /^\| GRANT (PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION|SELECT, INSERT, .* ON `test)/, reason: '10.11 lists what PUBLIC may do, and quotes proxies otherwise than recorded of 10.11.19',
  },
  { command: /FROM mysql\.user ORDER BY/, real: /^\| PUBLIC \| \|$/, reason: '10.11 has the role PUBLIC' },
  {
    command: /^mysqldump nonsense$/, simulated: /^-- (MariaDB dump|Server version) VERSION( Distrib VERSION, for Linux \(x86_64\))?$/,
    real: /^-- (MariaDB dump|Server version) VERSION(-0\+deb12u1| Distrib VERSION, for debian-linux-gnu \(i686\))$/, reason: 'another build of MariaDB',
  },
  { command: /^cat \/etc\/my\.cnf$/, simulated: /^# Read by the server/, real: /^# Read by the server/, reason: 'comments are our own words' },
  { command: /^ls -l \/etc\/my\.cnf/, real: /lab\.cnf$/, reason: "the guest's own settings for little memory" },
  { command: /server\.cnf \| grep/, simulated: /^\[(galera|embedded|mariadb-VERSION)\]$/, reason: "the guest's file is shorter" },

  // -- rpm
  { command: /^rpm -qf \/etc\/hosts$/, simulated: /^setup-VERSION$/, real: /^file \/etc\/hosts is not owned by any package$/, exit: [0, 1], reason: "the guest's base packages list commands and settings only" },
  { command: /^rpm -i /, real: /^rpm: (RPM should not be used directly|However assuming you know)/, reason: "Debian's rpm warns" },
  { command: /^dnf list installed 'MariaDB/, simulated: /^MariaDB-\w+\.x86_64 @mariadb$/, real: /^MariaDB-\w+\.noarch @mariadb$/, reason: "the guest's packages are of no architecture" },
];
