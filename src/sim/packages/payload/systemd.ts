import type { PayloadFile, Payloads } from '../payload.ts';

// Units of the base system: targets, mounts, sockets, the daemons that belong to systemd, and of small packages.

const UNITS = '/usr/lib/systemd/system';

/** A unit's file out of its sections' lines: `[Unit]` first, then what is given. */
const unit = (name: string, description: string, unitLines: string, rest = ''): PayloadFile => ({
  path: `${UNITS}/${name}`,
  content: `[Unit]\nDescription=${description}\n${unitLines === '' ? '' : `${unitLines.replaceAll(' | ', '\n')}\n`}`
    + (rest === '' ? '' : `\n${rest.replaceAll(' | ', '\n').replace(/\n\[/g, '\n\n[')}\n`),
});

const link = (name: string, target: string): PayloadFile => ({ path: `${UNITS}/${name}`, target });
const wants = (owner: string, names: string): PayloadFile[] =>
  names.split(/\s+/).filter((name) => name !== '').map((name) => link(`${owner}.wants/${name}`, `../${name}`));

const SPECIAL = 'Documentation=man:systemd.special(7)';

const target = (name: string, description: string, lines = ''): PayloadFile =>
  unit(`${name}.target`, description, lines === '' ? SPECIAL : `${SPECIAL} | ${lines}`);

const TARGETS: readonly PayloadFile[] = [
  target('basic', 'Basic System', 'Requires=sysinit.target | Wants=sockets.target timers.target paths.target slices.target | After=sysinit.target sockets.target paths.target slices.target tmp.mount | RequiresMountsFor=/var /var/tmp | Wants=tmp.mount'),
  target('multi-user', 'Multi-User System', 'Requires=basic.target | Conflicts=rescue.service rescue.target | After=basic.target rescue.service rescue.target | AllowIsolate=yes'),
  target('graphical', 'Graphical Interface', 'Requires=multi-user.target | Wants=display-manager.service | Conflicts=rescue.service rescue.target | After=multi-user.target rescue.service rescue.target display-manager.service | AllowIsolate=yes'),
  target('sysinit', 'System Initialization', 'Conflicts=emergency.service emergency.target | Wants=local-fs.target swap.target | After=local-fs.target swap.target emergency.service emergency.target'),
  target('rescue', 'Rescue Mode', 'Requires=sysinit.target rescue.service | After=sysinit.target rescue.service | AllowIsolate=yes'),
  target('emergency', 'Emergency Mode', 'Requires=emergency.service | After=emergency.service | AllowIsolate=yes'),
  target('shutdown', 'System Shutdown', 'DefaultDependencies=no | RefuseManualStart=yes'),
  target('reboot', 'System Reboot', 'DefaultDependencies=no | Requires=systemd-reboot.service | After=systemd-reboot.service | AllowIsolate=yes'),
  target('poweroff', 'System Power Off', 'DefaultDependencies=no | Requires=systemd-poweroff.service | After=systemd-poweroff.service | AllowIsolate=yes'),
  target('halt', 'System Halt', 'DefaultDependencies=no | Requires=systemd-halt.service | After=systemd-halt.service | AllowIsolate=yes'),
  target('umount', 'Unmount All Filesystems', 'DefaultDependencies=no | RefuseManualStart=yes'),
  target('final', 'Late Shutdown Services', 'DefaultDependencies=no | RefuseManualStart=yes | After=shutdown.target umount.target'),
  target('local-fs', 'Local File Systems', 'DefaultDependencies=no | Conflicts=shutdown.target | After=local-fs-pre.target | OnFailure=emergency.target | OnFailureJobMode=replace-irreversibly'),
  target('local-fs-pre', 'Preparation for Local File Systems', 'RefuseManualStart=yes'),
  target('remote-fs', 'Remote File Systems', 'After=remote-fs-pre.target | DefaultDependencies=no | Conflicts=shutdown.target'),
  target('remote-fs-pre', 'Preparation for Remote File Systems', 'RefuseManualStart=yes'),
  target('swap', 'Swaps'), target('sockets', 'Socket Units'), target('timers', 'Timer Units', 'DefaultDependencies=no | Conflicts=shutdown.target'),
  target('paths', 'Path Units'), target('slices', 'Slice Units', 'Wants=-.slice system.slice | After=-.slice system.slice'),
  target('network', 'Network', 'After=network-pre.target | RefuseManualStart=yes'),
  target('network-pre', 'Preparation for Network', 'RefuseManualStart=yes'),
  target('network-online', 'Network is Online', 'After=network.target'),
  target('nss-lookup', 'Host and Network Name Lookups', 'RefuseManualStart=yes'),
  target('nss-user-lookup', 'User and Group Name Lookups', 'RefuseManualStart=yes'),
  target('time-set', 'System Time Set', 'RefuseManualStart=yes'),
  target('time-sync', 'System Time Synchronized', 'RefuseManualStart=yes | After=time-set.target | Wants=time-set.target'),
  target('getty', 'Login Prompts'), target('getty-pre', 'Preparation for Logins', 'RefuseManualStart=yes'),
  target('cryptsetup', 'Local Encrypted Volumes'), target('integritysetup', 'Local Integrity Protected Volumes'),
  target('veritysetup', 'Local Verity Protected Volumes'),
  link('default.target', 'graphical.target'), link('runlevel3.target', 'multi-user.target'), link('runlevel5.target', 'graphical.target'),
  link('runlevel0.target', 'poweroff.target'), link('runlevel6.target', 'reboot.target'), link('runlevel1.target', 'rescue.target'),
  link('ctrl-alt-del.target', 'reboot.target'),
];

const SLICES: readonly PayloadFile[] = [
  unit('user.slice', 'User and Session Slice', 'Documentation=man:systemd.special(7) | Before=slices.target'),
];

const mount = (name: string, description: string, what: string, where: string, type: string): PayloadFile =>
  unit(`${name}.mount`, description, 'DefaultDependencies=no | Before=sysinit.target', `[Mount] | What=${what} | Where=${where} | Type=${type}`);

const MOUNTS: readonly PayloadFile[] = [
  mount('dev-hugepages', 'Huge Pages File System', 'hugetlbfs', '/dev/hugepages', 'hugetlbfs'),
  mount('dev-mqueue', 'POSIX Message Queue File System', 'mqueue', '/dev/mqueue', 'mqueue'),
  mount('sys-kernel-debug', 'Kernel Debug File System', 'debugfs', '/sys/kernel/debug', 'debugfs'),
  mount('sys-kernel-tracing', 'Kernel Trace File System', 'tracefs', '/sys/kernel/tracing', 'tracefs'),
  mount('sys-kernel-config', 'Kernel Configuration File System', 'configfs', '/sys/kernel/config', 'configfs'),
  mount('sys-fs-fuse-connections', 'FUSE Control File System', 'fusectl', '/sys/fs/fuse/connections', 'fusectl'),
  unit('tmp.mount', 'Temporary Directory /tmp', 'Documentation=man:systemd.unit(5) | ConditionPathIsSymbolicLink=!/tmp | DefaultDependencies=no | Conflicts=umount.target | Before=local-fs.target umount.target', '[Mount] | What=tmpfs | Where=/tmp | Type=tmpfs | Options=mode=1777,strictatime,nosuid,nodev'),
  unit('proc-sys-fs-binfmt_misc.automount', 'Arbitrary Executable File Formats File System Automount Point', 'DefaultDependencies=no | Before=sysinit.target', '[Automount] | Where=/proc/sys/fs/binfmt_misc'),
];

const FSTAB_MOUNT = (name: string, description: string, device: string, where: string): PayloadFile => ({
  path: `/run/systemd/generator/${name}.mount`,
  content: `[Unit]\n${description === '' ? '' : `Description=${description}\n`}Documentation=man:fstab(5) man:systemd-fstab-generator(8)\n`
    + `SourcePath=/etc/fstab\nBefore=local-fs.target\n\n[Mount]\nWhat=${device}\nWhere=${where}\nType=xfs\n`,
});

const SYSINIT = 'DefaultDependencies=no | Conflicts=shutdown.target | Before=sysinit.target shutdown.target';

/** A helper of systemd that runs once at boot. */
const once = (name: string, description: string, command: string, lines = '', before = SYSINIT): PayloadFile =>
  unit(`${name}.service`, description, `Documentation=man:${name}.service(8) | ${before}${lines === '' ? '' : ` | ${lines}`}`,
    `[Service] | Type=oneshot | RemainAfterExit=yes | ExecStart=${command}`);

const ONCE: readonly PayloadFile[] = [
  once('systemd-sysctl', 'Apply Kernel Variables', '/usr/lib/systemd/systemd-sysctl', 'After=systemd-modules-load.service'),
  once('systemd-modules-load', 'Load Kernel Modules', '/usr/lib/systemd/systemd-modules-load', 'ConditionDirectoryNotEmpty=|/etc/modules-load.d | ConditionDirectoryNotEmpty=|/run/modules-load.d'),
  once('systemd-tmpfiles-setup', 'Create Volatile Files and Directories', '/usr/bin/systemd-tmpfiles --create --remove --boot --exclude-prefix=/dev', 'After=local-fs.target systemd-journald.service'),
  once('systemd-tmpfiles-setup-dev', 'Create Static Device Nodes in /dev', '/usr/bin/systemd-tmpfiles --prefix=/dev --create --boot', 'Before=local-fs-pre.target systemd-udevd.service'),
  once('systemd-random-seed', 'Load/Save OS Random Seed', '/usr/lib/systemd/systemd-random-seed load', 'After=systemd-remount-fs.service'),
  once('systemd-remount-fs', 'Remount Root and Kernel File Systems', '/usr/lib/systemd/systemd-remount-fs', 'Before=local-fs-pre.target local-fs.target', 'DefaultDependencies=no | Conflicts=shutdown.target'),
  once('systemd-update-utmp', 'Record System Boot/Shutdown in UTMP', '/usr/lib/systemd/systemd-update-utmp reboot', 'After=systemd-tmpfiles-setup.service'),
  once('systemd-udev-trigger', 'Coldplug All udev Devices', '/usr/bin/udevadm trigger --type=all --action=add', 'After=systemd-udevd-kernel.socket systemd-udevd-control.socket'),
  once('systemd-journal-flush', 'Flush Journal to Persistent Storage', '/usr/bin/journalctl --flush', 'After=systemd-remount-fs.service | Requires=systemd-journald.service | Before=systemd-tmpfiles-setup.service'),
  once('systemd-machine-id-commit', 'Commit a transient machine-id on disk', '/usr/bin/systemd-machine-id-setup --commit', 'ConditionPathIsMountPoint=/etc/machine-id'),
  once('systemd-firstboot', 'First Boot Wizard', '/usr/bin/systemd-firstboot --prompt-locale', 'ConditionFirstBoot=yes'),
  once('systemd-user-sessions', 'Permit User Sessions', '/usr/lib/systemd/systemd-user-sessions start', '', 'After=remote-fs.target nss-user-lookup.target network.target'),
  unit('systemd-update-utmp-runlevel.service', 'Record Runlevel Change in UTMP', 'DefaultDependencies=no | Requires=systemd-update-utmp.service | After=systemd-update-utmp.service multi-user.target graphical.target rescue.target | Conflicts=shutdown.target', '[Service] | Type=oneshot | ExecStart=/usr/lib/systemd/systemd-update-utmp runlevel'),
  unit('systemd-tmpfiles-clean.service', 'Cleanup of Temporary Directories', 'DefaultDependencies=no | Conflicts=shutdown.target | After=local-fs.target time-set.target | Before=shutdown.target', '[Service] | Type=oneshot | ExecStart=/usr/bin/systemd-tmpfiles --clean'),
];

const POWER: readonly PayloadFile[] = ([['reboot', 'System Reboot'], ['poweroff', 'System Power Off'], ['halt', 'System Halt']] as const).map(([name, description]) =>
  unit(`systemd-${name}.service`, description, 'DefaultDependencies=no | Requires=shutdown.target umount.target final.target | After=shutdown.target umount.target final.target | SuccessAction=' + `${name}-force`));

const DAEMONS: readonly PayloadFile[] = [
  unit('systemd-journald.service', 'Journal Service', 'Documentation=man:systemd-journald.service(8) man:journald.conf(5) | DefaultDependencies=no | Requires=systemd-journald.socket | After=systemd-journald.socket systemd-journald-dev-log.socket | Before=sysinit.target', '[Service] | Type=notify | ExecStart=/usr/lib/systemd/systemd-journald | Restart=always | RestartSec=0 | StandardOutput=null | Sockets=systemd-journald.socket systemd-journald-dev-log.socket'),
  unit('systemd-journald.socket', 'Journal Socket', 'DefaultDependencies=no | Before=sockets.target | IgnoreOnIsolate=yes', '[Socket] | ListenStream=/run/systemd/journal/stdout | ListenDatagram=/run/systemd/journal/socket | SocketMode=0666'),
  unit('systemd-journald-dev-log.socket', 'Journal Socket (/dev/log)', 'DefaultDependencies=no | Before=sockets.target | IgnoreOnIsolate=yes', '[Socket] | Service=systemd-journald.service | ListenDatagram=/run/systemd/journal/dev-log | SocketMode=0666'),
  unit('systemd-logind.service', 'User Login Management', 'Documentation=man:sd-login(3) man:systemd-logind.service(8) man:logind.conf(5) man:org.freedesktop.login1(5) | Wants=user.slice dbus.socket | After=nss-user-lookup.target user.slice dbus.socket', '[Service] | Type=notify | BusName=org.freedesktop.login1 | ExecStart=/usr/lib/systemd/systemd-logind | Restart=always | RestartSec=0'),
  unit('systemd-ask-password-console.path', 'Dispatch Password Requests to Console Directory Watch', 'DefaultDependencies=no | Before=paths.target sysinit.target', '[Path] | DirectoryNotEmpty=/run/systemd/ask-password'),
  unit('systemd-ask-password-console.service', 'Dispatch Password Requests to Console', 'DefaultDependencies=no', '[Service] | ExecStart=/usr/bin/systemd-tty-ask-password-agent --watch --console'),
  unit('systemd-ask-password-wall.path', 'Forward Password Requests to Wall Directory Watch', 'DefaultDependencies=no | Before=paths.target', '[Path] | DirectoryNotEmpty=/run/systemd/ask-password'),
  unit('systemd-ask-password-wall.service', 'Forward Password Requests to Wall', '', '[Service] | ExecStart=/usr/bin/systemd-tty-ask-password-agent --wall'),
  unit('systemd-initctl.socket', 'initctl Compatibility Named Pipe', 'DefaultDependencies=no | Before=sockets.target', '[Socket] | ListenFIFO=/run/initctl | SocketMode=0600'),
  unit('systemd-initctl.service', 'initctl Compatibility Daemon', '', '[Service] | ExecStart=/usr/lib/systemd/systemd-initctl'),
  unit('systemd-tmpfiles-clean.timer', 'Daily Cleanup of Temporary Directories', 'Documentation=man:tmpfiles.d(5) man:systemd-tmpfiles(8)', '[Timer] | OnBootSec=15min | OnUnitActiveSec=1d'),
  unit('getty@.service', 'Getty on %I', 'Documentation=man:agetty(8) man:systemd-getty-generator(8) | After=systemd-user-sessions.service getty-pre.target | Before=getty.target | IgnoreOnIsolate=yes', '[Service] | ExecStart=-/sbin/agetty -o \'-p -- \\\\u\' --noclear - $TERM | Environment=TERM=linux | Type=idle | Restart=always | RestartSec=0 | UtmpIdentifier=%I | TTYPath=/dev/%I | KillMode=process | IgnoreSIGPIPE=no | SendSIGHUP=yes | [Install] | WantedBy=getty.target | DefaultInstance=tty1'),
  unit('serial-getty@.service', 'Serial Getty on %I', 'Documentation=man:agetty(8) man:systemd-getty-generator(8) | After=systemd-user-sessions.service getty-pre.target | Before=getty.target | IgnoreOnIsolate=yes', '[Service] | ExecStart=-/sbin/agetty -o \'-p -- \\\\u\' --keep-baud 115200,57600,38400,9600 - $TERM | Environment=TERM=vt220 | Type=idle | Restart=always | UtmpIdentifier=%I | TTYPath=/dev/%I | KillMode=process | SendSIGHUP=yes | [Install] | WantedBy=getty.target'),
  unit('rescue.service', 'Rescue Shell', 'DefaultDependencies=no | Conflicts=shutdown.target', '[Service] | Type=idle | ExecStart=-/usr/lib/systemd/systemd-sulogin-shell rescue'),
  unit('emergency.service', 'Emergency Shell', 'DefaultDependencies=no | Conflicts=shutdown.target', '[Service] | Type=idle | ExecStart=-/usr/lib/systemd/systemd-sulogin-shell emergency'),
];

const UDEV: readonly PayloadFile[] = [
  unit('systemd-udevd.service', 'Rule-based Manager for Device Events and Files', 'Documentation=man:systemd-udevd.service(8) man:udev(7) | DefaultDependencies=no | Wants=systemd-udevd-control.socket systemd-udevd-kernel.socket | After=systemd-udevd-control.socket systemd-udevd-kernel.socket | Before=sysinit.target', '[Service] | Type=notify | ExecStart=/usr/lib/systemd/systemd-udevd | Restart=always | RestartSec=0'),
  unit('systemd-udevd-control.socket', 'udev Control Socket', 'DefaultDependencies=no | Before=sockets.target', '[Socket] | Service=systemd-udevd.service | ListenSequentialPacket=/run/udev/control | SocketMode=0600'),
  unit('systemd-udevd-kernel.socket', 'udev Kernel Socket', 'DefaultDependencies=no | Before=sockets.target', '[Socket] | Service=systemd-udevd.service | ListenNetlink=kobject-uevent 1'),
];

const PRESET_90 = 'enable remote-fs.target\nenable remote-cryptsetup.target\nenable machines.target\nenable getty@.service\nenable systemd-pstore.service\n'
  + 'disable console-getty.service\ndisable debug-shell.service\ndisable halt.target\ndisable kexec.target\ndisable poweroff.target\n'
  + 'disable reboot.target\ndisable rescue.target\ndisable exit.target\ndisable syslog.socket\ndisable systemd-networkd.service\n';

const ENABLED = `NetworkManager.service NetworkManager-dispatcher.service NetworkManager-wait-online.service auditd.service chronyd.service
  crond.service dbus-broker.service dbus.socket firewalld.service fstrim.timer getty@.service irqbalance.service
  kdump.service lvm2-monitor.service nis-domainname.service polkit.service qemu-guest-agent.service rsyslog.service
  selinux-autorelabel-mark.service sshd.service sssd.service tuned.service atd.service mdmonitor.service microcode.service
  libvirtd.service virtqemud.socket`.split(/\s+/);

const DBUS: readonly PayloadFile[] = [
  unit('dbus.socket', 'D-Bus System Message Bus Socket', '', '[Socket] | ListenStream=/run/dbus/system_bus_socket | [Install] | WantedBy=sockets.target'),
];

/** Units of systemd itself and of the small daemons of a minimal installation. */
export const PAYLOADS: Payloads = {
  systemd: {
    files: [
      ...TARGETS, ...SLICES, ...MOUNTS, ...ONCE, ...POWER, ...DAEMONS,
      FSTAB_MOUNT('-', 'Root Mount', '/dev/vda4', '/'),
      FSTAB_MOUNT('boot', '/boot', '/dev/vda3', '/boot'),
      ...wants('sysinit.target', `dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount
        sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount systemd-ask-password-console.path systemd-firstboot.service
        systemd-journal-flush.service systemd-journald.service systemd-machine-id-commit.service systemd-modules-load.service
        systemd-random-seed.service systemd-sysctl.service systemd-tmpfiles-setup-dev.service systemd-tmpfiles-setup.service
        systemd-update-utmp.service cryptsetup.target integritysetup.target veritysetup.target`),
      ...wants('multi-user.target', `getty.target systemd-ask-password-wall.path systemd-logind.service systemd-update-utmp-runlevel.service
        systemd-user-sessions.service`),
      ...wants('graphical.target', 'systemd-update-utmp-runlevel.service'),
      ...wants('sockets.target', 'systemd-initctl.socket systemd-journald-dev-log.socket systemd-journald.socket'),
      ...wants('timers.target', 'systemd-tmpfiles-clean.timer'), ...wants('local-fs.target', 'systemd-remount-fs.service'),
      { path: '/run/systemd/generator/local-fs.target.requires/-.mount', target: '../-.mount' },
      { path: '/run/systemd/generator/local-fs.target.requires/boot.mount', target: '../boot.mount' },
      { path: '/run/systemd/generator/getty.target.wants/serial-getty@ttyS0.service', target: '/usr/lib/systemd/system/serial-getty@.service' },
      ...['reboot', 'poweroff', 'halt', 'shutdown'].map((name): PayloadFile => ({ path: `/usr/sbin/${name}`, target: '../bin/systemctl' })),
      { path: '/etc/systemd/system/default.target', target: '/usr/lib/systemd/system/multi-user.target' },
      { path: '/usr/lib/systemd/system-preset/90-systemd.preset', content: PRESET_90 },
      { path: '/usr/lib/systemd/system-preset/99-default-disable.preset', content: 'disable *\n' },
      { path: '/etc/systemd/system.conf', content: '[Manager]\n', isConfig: true }, { path: '/etc/systemd/journald.conf', content: '[Journal]\n', isConfig: true },
      { path: '/etc/systemd/logind.conf', content: '[Login]\n', isConfig: true }, { path: '/etc/sysctl.d', isDirectory: true },
      { path: '/etc/modules-load.d', isDirectory: true }, { path: '/etc/tmpfiles.d', isDirectory: true },
    ],
    groups: [{ name: 'systemd-journal', gid: 190 }],
    scripts: [{ kind: 'systemd', units: ['getty@.service', 'remote-fs.target'] }],
  },
  'systemd-udev': {
    files: [
      ...UDEV, ...wants('sysinit.target', 'systemd-udev-trigger.service systemd-udevd.service'),
      ...wants('sockets.target', 'systemd-udevd-control.socket systemd-udevd-kernel.socket'),
    ],
  },
  'centos-stream-release': {
    files: [{ path: '/usr/lib/systemd/system-preset/90-default.preset', content: ENABLED.map((name) => `enable ${name}\n`).join('') }],
  },
  'dbus-common': { files: DBUS, scripts: [{ kind: 'systemd', units: ['dbus.socket'] }] },
  'dbus-broker': {
    files: [unit('dbus-broker.service', 'D-Bus System Message Bus', 'Documentation=man:dbus-broker-launch(1) | DefaultDependencies=no | After=dbus.socket | Before=basic.target shutdown.target | Requires=dbus.socket | Conflicts=shutdown.target', '[Service] | Type=notify | Sockets=dbus.socket | OOMScoreAdjust=-900 | ExecStart=/usr/bin/dbus-broker-launch --scope system --audit | ExecReload=/usr/bin/busctl call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus ReloadConfig | [Install] | Alias=dbus.service')],
    scripts: [{ kind: 'systemd', units: ['dbus-broker.service'] }],
  },
  polkit: {
    files: [unit('polkit.service', 'Authorization Manager', 'Documentation=man:polkit(8)', '[Service] | Type=dbus | BusName=org.freedesktop.PolicyKit1 | ExecStart=/usr/lib/polkit-1/polkitd --no-debug')],
  },
  rsyslog: {
    files: [unit('rsyslog.service', 'System Logging Service', 'Documentation=man:rsyslogd(8) https://www.rsyslog.com/doc/ | After=network.target', '[Service] | Type=notify | EnvironmentFile=-/etc/sysconfig/rsyslog | ExecStart=/usr/sbin/rsyslogd -n $SYSLOGD_OPTIONS | ExecReload=/usr/bin/kill -HUP $MAINPID | UMask=0066 | StandardOutput=null | Restart=on-failure | LimitNOFILE=16384 | [Install] | WantedBy=multi-user.target')],
    scripts: [{ kind: 'systemd', units: ['rsyslog.service'], restarts: true }],
  },
  cronie: {
    files: [
      unit('crond.service', 'Command Scheduler', 'After=auditd.service nss-user-lookup.target systemd-user-sessions.service time-sync.target ypbind.service autofs.service', '[Service] | EnvironmentFile=/etc/sysconfig/crond | ExecStart=/usr/sbin/crond -n $CRONDARGS | ExecReload=/bin/kill -HUP $MAINPID | KillMode=process | Restart=on-failure | RestartSec=30s | [Install] | WantedBy=multi-user.target'),
      { path: '/etc/sysconfig/crond', content: '# Options of the cron daemon.\nCRONDARGS=\n', isConfig: true },
    ],
    scripts: [{ kind: 'systemd', units: ['crond.service'], restarts: true }],
  },
  audit: {
    files: [unit('auditd.service', 'Security Auditing Service', 'Documentation=man:auditd(8) https://github.com/linux-audit/audit-documentation | DefaultDependencies=no | After=local-fs.target systemd-tmpfiles-setup.service | Before=sysinit.target shutdown.target | Conflicts=shutdown.target | RefuseManualStop=yes', '[Service] | Type=forking | PIDFile=/run/auditd.pid | ExecStart=/sbin/auditd | Restart=on-failure | RestartPreventExitStatus=2 4 6 | [Install] | WantedBy=multi-user.target')],
    scripts: [{ kind: 'systemd', units: ['auditd.service'] }],
  },
  irqbalance: {
    files: [unit('irqbalance.service', 'irqbalance daemon', 'Documentation=man:irqbalance(1) https://github.com/Irqbalance/irqbalance | ConditionVirtualization=!container', '[Service] | EnvironmentFile=-/etc/sysconfig/irqbalance | ExecStart=/usr/sbin/irqbalance --foreground $IRQBALANCE_ARGS | RuntimeDirectory=irqbalance | [Install] | WantedBy=multi-user.target')],
    scripts: [{ kind: 'systemd', units: ['irqbalance.service'] }],
  },
  tuned: {
    files: [unit('tuned.service', 'Dynamic System Tuning Daemon', 'After=systemd-sysctl.service network.target dbus.service polkit.service | Requires=dbus.service | Documentation=man:tuned(8) man:tuned.conf(5) man:tuned-adm(8)', '[Service] | Type=dbus | PIDFile=/run/tuned/tuned.pid | BusName=com.redhat.tuned | ExecStart=/usr/sbin/tuned -l -P | Restart=on-failure | [Install] | WantedBy=multi-user.target')],
    scripts: [{ kind: 'systemd', units: ['tuned.service'] }],
  },
  dnf: {
    files: [
      unit('dnf-makecache.service', 'dnf makecache', 'ConditionPathExists=!/run/ostree-booted | After=network-online.target', '[Service] | Type=oneshot | Nice=19 | Environment=ABRT_IGNORE_PYTHON=1 | ExecStart=/usr/bin/dnf makecache --timer'),
      unit('dnf-makecache.timer', 'dnf makecache --timer', 'ConditionPathExists=!/run/ostree-booted | Wants=network-online.target', '[Timer] | OnBootSec=10min | OnUnitInactiveSec=1h | RandomizedDelaySec=60m | Unit=dnf-makecache.service | [Install] | WantedBy=timers.target'),
    ],
    scripts: [{ kind: 'systemd', units: ['dnf-makecache.timer'] }],
  },
  logrotate: {
    files: [
      unit('logrotate.service', 'Rotate log files', 'Documentation=man:logrotate(8) man:logrotate.conf(5) | ConditionACPower=true', '[Service] | Type=oneshot | ExecStart=/usr/sbin/logrotate /etc/logrotate.conf'),
      unit('logrotate.timer', 'Daily rotation of log files', 'Documentation=man:logrotate(8) man:logrotate.conf(5)', '[Timer] | OnCalendar=daily | AccuracySec=1h | Persistent=true | [Install] | WantedBy=timers.target'),
    ],
    scripts: [{ kind: 'systemd', units: ['logrotate.timer'] }],
  },
};
