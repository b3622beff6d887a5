// coverage: what each program of the lab does like the real one and what not, as data. Knows nothing of how it is shown.

/** How near a program is: no difference known; its figures or texts are partly the lab's own; some of it is missing. */
export type Level = 'exact' | 'approximate' | 'not modelled parts';

/** What is said of a program; options that it refuses are added from the program itself. */
export interface Coverage {
  readonly level: Level;
  /** One line; empty where the program is exact or its refused options say all. */
  readonly note: string;
}

const exact: Coverage = { level: 'exact', note: '' };
const near = (note: string): Coverage => ({ level: 'approximate', note });
const parts = (note = ''): Coverage => ({ level: 'not modelled parts', note });
const QUIET = near('is there, starts and stops; does nothing else');
const HELPER = near('runs and succeeds; changes nothing');

const SHELL: Readonly<Record<string, Coverage>> = {
  bash: parts('missing: coproc, fc with an editor, bind, enable -n, complete other than -W; help and completion know the lab\'s commands; resource limits are shown but not enforced'),
};

const DNF: Readonly<Record<string, Coverage>> = {
  dnf: parts('missing: history store and replay, module enable and install, group upgrade and mark, shell; modules are shown only; no kernel updates; sizes, dates '
    + 'and licences of packages are estimates, signing keys of the SIGs are invented; there are no advisories; needs-restarting looks at programs and the C library only'),
  'dnf-utils': parts('hands over to dnf\'s commands; what is missing there is missing here'),
  rpm: parts('asks, verifies, installs, erases, imports keys; --rebuilddb has nothing to do; signing is called unknown, change logs are empty; digests, dates and sizes are estimates'),
};

const EDITOR_NOTE = 'the screen is an editor of the page; missing: shell commands, options, macros and plug-ins that it lacks; without a page it only says so';
const EDITOR: Readonly<Record<string, Coverage>> = { vi: parts(EDITOR_NOTE), vim: parts(EDITOR_NOTE), nano: parts(EDITOR_NOTE) };

const FILES: Readonly<Record<string, Coverage>> = {
  basename: exact, cat: exact, chgrp: parts(), chmod: exact, chown: parts(), cp: parts(),
  dd: near('the speed it tells is the simulated disk\'s'), df: parts('one disk of a fixed size; what is used is counted from files and packages'),
  dir: parts('as ls'), dirname: exact, du: parts('blocks of 4 KiB; what structured files take is an estimate'),
  install: parts(), ln: parts(), ls: parts(), mkdir: parts(), mktemp: exact, mv: parts(), pwd: exact, readlink: exact, realpath: parts(),
  rm: exact, rmdir: exact, stat: near('inode and device numbers, blocks and birth times are the lab\'s own'), touch: parts(), truncate: parts(),
  find: parts('common tests and actions; rarer ones (-fstype, -newerXY …) are called unknown'), which: exact, whereis: parts(),
  file: parts('knows texts, archives, scripts and programs of the lab, no others'),
  lsof: parts('sockets (-i) and a process\'s place only; open files beyond that are not known'),
  tar: parts('plain and gzip archives'), gzip: parts('levels change nothing'), gunzip: parts('as gzip'), zcat: parts('as gzip -dc'),
  tree: parts(),
};

const MISC: Readonly<Record<string, Coverage>> = {
  arch: exact, date: parts('setting the clock is refused'), expr: exact, hostid: near('drawn from the first address'), nice: near('the priority changes nothing'),
  nohup: exact, nproc: exact, stty: parts('size, echo, raw and back; further settings are refused as invalid'), timeout: exact, tty: exact, uname: exact,
  cal: parts(), lscpu: parts('one fixed kind of virtual processor'), uuidgen: parts(), logger: parts(), lsblk: parts('one fixed disk'),
  mount: parts('shows what is mounted; nothing can be mounted or mounted anew'), umount: parts('nothing can be taken off: every target is busy'),
  blkid: parts('one fixed disk'), clear: exact, reset: near('as in one kind of terminal'),
  tput: near('the capabilities that scripts use, of one kind of terminal'), uptime: near('load averages are estimates'), getconf: near('the commonest values; others are unknown'),
  getent: parts('networks, protocols, rpc, ethers and netgroup are called unknown databases'), locale: parts('C, POSIX and English only'),
  bc: parts('numbers of any length, variables, scale, comparisons; no functions, loops, other bases or -l'),
  openssl: parts('rand, version and passwd -6 (with the lab\'s own hash); other commands are refused'),
};

const PROCESS: Readonly<Record<string, Coverage>> = {
  ps: near('memory and times are estimates; format specifiers that it does not know are refused as unknown'),
  top: near('batch mode, and a screen until q; keys other than q, c, P, M, N and T change nothing; figures are estimates'), free: parts('figures are estimates'),
  vmstat: parts('an interval and a count only; figures are estimates'), pgrep: near('name spaces and control groups are called unrecognized; threads are not looked at'), pkill: near('as pgrep'), pidof: exact,
  kill: exact, killall: near('-i, -g, -y and -o are taken for signals'), pstree: parts('lines are drawn in Unicode'), renice: near('the priority is shown and changes nothing'),
  crontab: exact, crond: near('tables, users, @reboot and its kin; what they print is lost, there is no mailer'), dmesg: parts('a boot\'s fixed messages'),
};

const SYSTEMD: Readonly<Record<string, Coverage>> = {
  'systemd-journald': near('the journal is kept by the host itself; limits and rate limits are not applied'), 'systemd-udevd': QUIET, 'systemd-logind': near('knows the sessions of terminals; nothing else'),
  agetty: QUIET, 'dbus-broker': QUIET, 'dbus-broker-launch': QUIET, polkitd: QUIET, irqbalance: QUIET, auditd: QUIET, tuned: QUIET,
  'systemd-modules-load': HELPER, 'systemd-random-seed': HELPER, 'systemd-remount-fs': HELPER, 'systemd-update-utmp': HELPER, 'systemd-user-sessions': HELPER, 'systemd-tmpfiles': HELPER,
  'systemd-machine-id-setup': HELPER, udevadm: parts('trigger, settle, control and --version; other commands are refused'),
  systemctl: parts('services, sockets, timers, targets and their dependencies; missing verbs say so (rescue, suspend, freeze, set-environment …); control groups, sandboxing and resource limits of units are shown but not enforced'),
  journalctl: parts('fields, sizes of files and disk usage are estimates; rotating and vacuuming change nothing'), loginctl: parts('sessions and users as lists, session-status; other commands are refused'),
  'systemd-analyze': parts('the time of the boot and its units; other commands are refused'), 'systemd-cat': exact, 'systemd-escape': exact,
  rsyslogd: near('copies the journal into the files its configuration names; lines of selector and file only: other statements are left out'), service: parts('hands over to systemctl; --status-all is refused'),
};

const NET: Readonly<Record<string, Coverage>> = {
  ip: parts('IPv4 only; added routes are shown but do not steer; -s counters are estimates; objects that it does not know (tunnel, xfrm …) and rules are refused'),
  ss: parts('queues, timers and inodes are the lab\'s own'), curl: parts('http; https is carried as http on port 443, without certificates; the version shown is the recorded one'),
  'firewall-cmd': parts('zones, services, ports, sources, interfaces, rich rules; missing options say so (ipsets, policies, direct rules, helpers); the version shown is the recorded one'),
  nmcli: parts('general status, connections and devices of ethernet; IPv4 only; the rest is refused'), netstat: parts('inodes are the lab\'s own; -4 and -6 are taken without effect'),
  ping: parts('IPv4 only; trip times are drawn by lot around each host\'s own'), hostname: near('-b is taken without effect'),
  ssh: parts('keys and password hashes are simulated; no forwarding, jumps, multiplexing or -v'), scp: parts('the form of the data on the line is the lab\'s own; no copies between two other hosts'),
  'ssh-copy-id': near('keys are simulated'), 'ssh-keygen': parts('keys are simulated; makes and shows them, tends known_hosts; the rest is refused'),
  wget: parts('http; https as curl; no recursion, continuing, lists or background'), ncat: parts('tries a port and says so; carries no data and cannot listen (-l)'),
  telnet: parts('shows whether a port answers, and its greeting; lines typed are not carried; no prompt'), tracepath: near('the gateway and the target are the only hops; IPv4 only'), traceroute: near('the gateway and the target are the only hops; IPv4 only'),
  dig: near('every type is answered as for A, with -x as for PTR'), host: near('addresses and names backwards; options are taken without effect'), nslookup: parts('addresses and names backwards; no prompt'),
  ifconfig: parts('shows interfaces, brings them up and down; counters are estimates; addresses cannot be set'), route: parts('shows routes; cannot change them'),
  iptables: parts('filter table, simple rules; own chains and other tables (nat) are refused; a target like LOG is said not to load'),
};

const TEXT: Readonly<Record<string, Coverage>> = {
  base64: exact, '[': exact, comm: parts(), cut: exact, echo: exact, env: parts(), expand: exact, false: exact, fold: exact, head: exact,
  join: parts(), md5sum: parts(), nl: parts(), od: parts('hexadecimal, octal, decimal and signs'),
  paste: parts(), printenv: exact, printf: exact, seq: exact, sha1sum: parts(), sha256sum: parts(),
  sha512sum: parts(), sleep: exact, sort: parts(), split: parts('by lines and bytes'), sync: near('there is nothing to write back'),
  tac: parts(), tail: exact, tee: exact, test: exact, tr: exact, true: exact, unexpand: exact, uniq: parts(), wc: parts(), yes: exact,
  egrep: parts('as grep -E'), fgrep: parts('as grep -F'), grep: parts('expressions run on the lab\'s own engine; -P knows what JavaScript knows'), cmp: parts(), diff: parts(),
  xargs: parts(), sed: parts('expressions run on the lab\'s own engine'), awk: parts('gawk\'s language without debugger, extensions and network; arrays keep the order of their making'),
  gawk: parts('as awk'), less: near('moving, searching, following, several files; no marks, tags, filters (&) or editor (v)'), man: near('short pages in the lab\'s own words for the commonest programs and files'),
  watch: parts(), column: near('lists and tables; -J and the other newer options are called invalid'), hexdump: parts(), more: near('space, enter and q'), rev: exact, xxd: parts(),
};

const TIME: Readonly<Record<string, Coverage>> = {
  chronyc: parts('reports on sources and the clock; missing commands say so'), hostnamectl: parts(),
  timedatectl: parts('the clock cannot be set; the zones of the lab only'), localectl: parts('no X11 keyboards; a few locales and keymaps'),
};

const USERS: Readonly<Record<string, Coverage>> = {
  groups: exact, id: parts('without SELinux contexts'), logname: exact, users: exact, who: parts(), whoami: exact, w: parts('idle and processor times are estimates'),
  last: parts('sessions that go on; ended ones are not kept'), su: parts('password hashes are simulated'), runuser: parts(), nologin: exact,
  sudo: parts('rules of users, groups, hosts, aliases, NOPASSWD and the commonest Defaults'), visudo: parts(), passwd: parts('password hashes are simulated; the commonest of the rules for good passwords'),
  chage: near('shows and sets ages; logins do not look at them'), gpasswd: parts('no group passwords'), chpasswd: parts('password hashes are simulated'),
  groupadd: parts(), groupdel: parts(), groupmod: parts(), useradd: parts(), userdel: parts(), usermod: parts('-e and -f are kept; logins do not look at them'),
};

const KERNEL: Readonly<Record<string, Coverage>> = {
  sysctl: parts('the commonest settings; few of them change anything'), 'systemd-sysctl': near('as sysctl'), getenforce: exact, setenforce: near('the mode is kept; SELinux refuses nothing'),
  sestatus: near('the mode is kept; SELinux refuses nothing'), lsmod: near('sizes and users are fixed'), modprobe: parts('a module is listed and does nothing more; modules that the lab does not have are not found'),
};

const MARIADB: Readonly<Record<string, Coverage>> = {
  mariadbd: parts('SQL of guides and OpenStack: tables, views, keys, transactions, grants; missing: procedures, functions, triggers, events, sequences, LOAD DATA (error 1235); no replication; PARTITION BY is read and left out; EXPLAIN and the figures of SHOW STATUS are estimates'),
  'mariadb-install-db': near('the system tables that the lab uses'),
};

const HTTPD: Readonly<Record<string, Coverage>> = {
  httpd: parts('static files, lists of folders, aliases, redirects, virtual hosts, access by host, mod_wsgi with daemon processes, mod_proxy_http; directives of other modules are checked and change nothing; no .htaccess, no CGI, no TLS'),
  apachectl: exact,
};

const MEMCACHED: Readonly<Record<string, Coverage>> = {
  memcached: near('the text protocol with get, set and their kin, incr, touch, stats, flush_all; figures of stats beyond counts are estimates; no binary protocol, SASL, TLS, meta commands or UDP'),
};

const CLIENT = 'options about TLS, compression and buffers are taken without effect';
const MYSQL: Readonly<Record<string, Coverage>> = {
  mariadb: near(CLIENT), 'mariadb-admin': near(`${CLIENT}; so are intervals and counts`), 'mariadb-dump': near(`${CLIENT}; so are locks, routines, triggers and events`),
  'mariadb-show': near(CLIENT), 'mariadb-check': near('every table is OK; kinds of checks make no difference'), 'mariadb-upgrade': near('there is never anything to upgrade'),
  'mariadb-secure-installation': near('password hashes are simulated'),
};

/** What is known of every program, by group and name as in the table of programs; a test holds both together. */
export const COVERAGE: Readonly<Record<string, Readonly<Record<string, Coverage>>>> = {
  shell: SHELL, dnf: DNF, editor: EDITOR, files: FILES, misc: MISC, process: PROCESS, systemd: SYSTEMD, net: NET, text: TEXT, time: TIME, users: USERS,
  chronyd: { chronyd: near('sources answer over the lab\'s own packets; drift, delays and offsets are estimates; the version shown is the recorded one; many directives are checked and change nothing') },
  firewalld: { firewalld: near('zones, services, ports, sources and rich rules make the host\'s packet filter; masquerading, forwarding, ipsets and direct rules are kept and change nothing') },
  sshd: {
    sshd: parts('password and key logins; keys are simulated; Match blocks, AllowGroups, DenyGroups, ForceCommand, chroot and forwarding are read and change nothing'),
    'sshd-keygen': near('keys are simulated'),
  },
  'network-manager': { NetworkManager: parts('ethernet with static addresses from key files; IPv4 only; no DHCP, bridges, bonds or wireless'), 'nm-online': near('waits until NetworkManager has started') },
  keystone: {
    'keystone-manage': parts('password hashes look like bcrypt\'s and are drawn from SHA-256; help texts and the doctor\'s explanations are our own; SQLite, LDAP, JWS, SAML and mappings are not modelled; tracebacks in the log are shortened'),
    'keystone-wsgi-public': near('federation, OAuth and LDAP are not modelled; one request at a time'),
    'keystone-wsgi-admin': near('as keystone-wsgi-public'),
    'keystone-status': near('the warnings of deprecated policies are not printed'),
  },
  kernel: KERNEL, httpd: HTTPD, memcached: MEMCACHED, mariadb: MARIADB, mysql: MYSQL,
  openstack: {
    openstack: parts('every command of the release is known, with its usage and its errors; commands of services that are not modelled yet fail as where the service is missing, else say so; auth plug-ins password, token, application credential, TOTP, none and admin_token; help texts are our own; frames of tracebacks are shortened; at its own prompt no pipes, aliases and macros'),
  },
};

/** What holds for the whole lab. */
export const EVERYWHERE: readonly string[] = [
  'What `--help` and `man` print is in the lab\'s own words, save where it was recorded.',
  'IPv4 only. One disk, one kind of processor; memory, load, counters and durations are estimates.',
  'Keys, signatures, certificates and password hashes are simulated: made up, stable, and worth nothing outside.',
  'SELinux, resource limits, control groups and capabilities are shown and refuse nothing.',
  'The internet beyond the gateway is declared data: some names, package mirrors and time servers; see `src/sim/wire/outside-hosts.ts`.',
];

/** What a guide names and the lab does not have yet. */
export const ABSENT: readonly string[] = [
  'OpenStack beyond keystone (glance, placement, nova, neutron, horizon, cinder), RabbitMQ and etcd are names only so far: what the repositories offer of them can be installed, and brings no files.',
  'Kernels are not updated; virtual machines are not run.',
  'The course does not check which command was typed, and has no quiz on repairing.',
];
