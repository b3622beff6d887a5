import type { PayloadFile, Payloads } from '../payload.ts';

// Configuration of the base system's tools: names, logins, package sources' settings, logs.

const config = (path: string, content: string, mode = 0o644): PayloadFile => ({ path, content, mode, isConfig: true });
const directory = (path: string, mode = 0o755): PayloadFile => ({ path, isDirectory: true, mode });

const SUDOERS = `# Who may run what as whom. Edit with visudo.

Defaults   !visiblepw
Defaults    always_set_home
Defaults    match_group_by_gid
Defaults    always_query_group_plugin
Defaults    env_reset
Defaults    env_keep =  "COLORS DISPLAY HOSTNAME HISTSIZE KDEDIR LS_COLORS"
Defaults    env_keep += "MAIL PS1 PS2 QTDIR USERNAME LANG LC_ADDRESS LC_CTYPE"
Defaults    env_keep += "LC_COLLATE LC_IDENTIFICATION LC_MEASUREMENT LC_MESSAGES"
Defaults    env_keep += "LC_MONETARY LC_NAME LC_NUMERIC LC_PAPER LC_TELEPHONE"
Defaults    env_keep += "LC_TIME LC_ALL LANGUAGE LINGUAS _XKB_CHARSET XAUTHORITY"
Defaults    secure_path = /sbin:/bin:/usr/sbin:/usr/bin

root	ALL=(ALL) 	ALL
%wheel	ALL=(ALL)	ALL

#includedir /etc/sudoers.d
`;

const LOGIN_DEFS = `# Settings of the shadow password suite.
MAIL_DIR	/var/spool/mail
UMASK		022
HOME_MODE	0700
PASS_MAX_DAYS	99999
PASS_MIN_DAYS	0
PASS_WARN_AGE	7
UID_MIN                  1000
UID_MAX                 60000
SYS_UID_MIN               201
SYS_UID_MAX               999
GID_MIN                  1000
GID_MAX                 60000
SYS_GID_MIN               201
SYS_GID_MAX               999
ENCRYPT_METHOD SHA512
USERGROUPS_ENAB yes
CREATE_HOME	yes
HMAC_CRYPTO_ALGO SHA512
`;

const NSSWITCH = `# Where names of each kind are looked up.
passwd:     files systemd
shadow:     files
group:      files systemd
hosts:      files dns myhostname
services:   files
netgroup:   files
automount:  files
aliases:    files
ethers:     files
gshadow:    files
networks:   files dns
protocols:  files
publickey:  files
rpc:        files
`;

const RSYSLOG = `# What goes where.
module(load="imuxsock" SysSock.Use="off")
module(load="imjournal" StateFile="imjournal.state")
include(file="/etc/rsyslog.d/*.conf" mode="optional")
*.info;mail.none;authpriv.none;cron.none                /var/log/messages
authpriv.*                                              /var/log/secure
mail.*                                                  -/var/log/maillog
cron.*                                                  /var/log/cron
*.emerg                                                 :omusrmsg:*
local7.*                                                /var/log/boot.log
`;

const LS_COLORS_SH = `# Colours of ls and its alias ll.
alias ll='ls -l --color=auto' 2>/dev/null
alias l.='ls -d .* --color=auto' 2>/dev/null
alias ls='ls --color=auto' 2>/dev/null
`;

const GREP_COLORS_SH = `# Colours of the grep commands.
alias grep='grep --color=auto' 2>/dev/null
alias egrep='egrep --color=auto' 2>/dev/null
alias fgrep='fgrep --color=auto' 2>/dev/null
`;

const WHICH_SH = `# which also knows aliases and functions.
alias which='(alias; declare -f) | /usr/bin/which --tty-only --read-alias --read-functions --show-tilde --show-dot'
`;

/** sudo, shadow-utils, glibc, coreutils, dnf, SELinux, logs: what they configure on a fresh host. */
export const PAYLOADS: Payloads = {
  sudo: { files: [config('/etc/sudoers', SUDOERS, 0o440), directory('/etc/sudoers.d', 0o750), config('/etc/sudo.conf', '', 0o640)] },
  'shadow-utils': {
    files: [
      config('/etc/login.defs', LOGIN_DEFS),
      config('/etc/default/useradd', 'GROUP=100\nHOME=/home\nINACTIVE=-1\nEXPIRE=\nSHELL=/bin/bash\nSKEL=/etc/skel\nCREATE_MAIL_SPOOL=yes\n', 0o600),
    ],
  },
  glibc: {
    files: [
      config('/etc/ld.so.conf', 'include ld.so.conf.d/*.conf\n'), directory('/etc/ld.so.conf.d'), config('/etc/rpc', ''),
      { path: '/usr/lib64/libc.so.6', content: '', mode: 0o755 }, { path: '/usr/lib64/ld-linux-x86-64.so.2', content: '', mode: 0o755 },
    ],
  },
  authselect: { files: [config('/etc/nsswitch.conf', NSSWITCH)] },
  coreutils: { files: [] },
  'coreutils-common': {
    files: [
      config('/etc/DIR_COLORS', 'TERM *256color*\nTERM xterm*\nDIR 01;34\nLINK 01;36\nFIFO 40;33\nSOCK 01;35\nEXEC 01;32\n'),
      config('/etc/profile.d/colorls.sh', LS_COLORS_SH),
    ],
  },
  grep: { files: [config('/etc/profile.d/colorgrep.sh', GREP_COLORS_SH), config('/etc/GREP_COLORS', '')] },
  which: { files: [config('/etc/profile.d/which2.sh', WHICH_SH)] },
  less: { files: [config('/etc/profile.d/less.sh', '# less shows what is not plain text too.\nexport LESSOPEN="${LESSOPEN-||/usr/bin/lesspipe.sh %s}"\n')] },
  'selinux-policy': {
    files: [
      config('/etc/selinux/config', '# enforcing, permissive or disabled.\nSELINUX=permissive\n# The policy in use.\nSELINUXTYPE=targeted\n'),
      directory('/etc/selinux'), { path: '/etc/sysconfig/selinux', target: '../selinux/config' },
    ],
  },
  'dnf-data': {
    files: [
      config('/etc/dnf/dnf.conf', '[main]\ngpgcheck=1\ninstallonly_limit=3\nclean_requirements_on_remove=True\nbest=True\nskip_if_unavailable=False\n'),
      directory('/etc/dnf/modules.d'), directory('/etc/dnf/protected.d'), directory('/etc/dnf/vars'), directory('/etc/dnf/plugins'),
      config('/etc/dnf/protected.d/dnf.conf', 'dnf\n'),
    ],
  },
  systemd: { files: [config('/etc/dnf/protected.d/systemd.conf', 'systemd\nsystemd-udev\n')] },
  setup: { files: [config('/etc/dnf/protected.d/setup.conf', 'setup\n')] },
  'python3-dnf-plugins-core': { files: [config('/etc/dnf/plugins/debuginfo-install.conf', '[main]\nenabled=1\nautoupdate=1\n')] },
  yum: {
    files: [
      { path: '/etc/yum.conf', target: 'dnf/dnf.conf' }, { path: '/usr/bin/yum', target: 'dnf-3' },
      { path: '/etc/yum/vars', target: '../dnf/vars' }, { path: '/etc/yum/pluginconf.d', target: '../dnf/plugins' },
      config('/etc/dnf/protected.d/yum.conf', 'yum\n'),
    ],
  },
  dnf: { files: [{ path: '/usr/bin/dnf', target: 'dnf-3' }, { path: '/etc/bash_completion.d/dnf', content: '# dnf completes in the shell.\n' }] },
  rpm: { files: [directory('/etc/rpm'), directory('/var/lib/rpm'), directory('/usr/lib/rpm')] },
  rsyslog: { files: [config('/etc/rsyslog.conf', RSYSLOG), directory('/etc/rsyslog.d'), config('/etc/sysconfig/rsyslog', 'SYSLOGD_OPTIONS=""\n')] },
  logrotate: { files: [config('/etc/logrotate.conf', 'weekly\nrotate 4\ncreate\ndateext\ninclude /etc/logrotate.d\n'), directory('/etc/logrotate.d')] },
  crontabs: {
    files: [
      config('/etc/crontab', 'SHELL=/bin/bash\nPATH=/sbin:/bin:/usr/sbin:/usr/bin\nMAILTO=root\n\n# minute hour day month weekday user command\n'),
      directory('/etc/cron.hourly'), directory('/etc/cron.daily'), directory('/etc/cron.weekly'), directory('/etc/cron.monthly'),
    ],
  },
  cronie: { files: [directory('/etc/cron.d', 0o755), directory('/var/spool/cron', 0o700), config('/etc/cron.deny', '', 0o600)] },
  'ca-certificates': {
    files: [
      directory('/etc/pki/ca-trust/source/anchors'), directory('/etc/pki/tls/certs'),
      { path: '/etc/pki/tls/certs/ca-bundle.crt', target: '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem' },
      { path: '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', content: '# The lab\'s authorities\n', mode: 0o444 },
    ],
  },
  openssl: { files: [directory('/etc/pki/CA'), directory('/etc/pki/tls')] },
  'openssl-libs': { files: [config('/etc/pki/tls/openssl.cnf', '[ req ]\ndefault_bits = 2048\n')] },
  tzdata: {
    files: ['UTC', 'Europe/Berlin', 'Europe/London', 'Europe/Moscow', 'America/New_York', 'America/Los_Angeles', 'Asia/Tokyo']
      .map((zone) => ({ path: `/usr/share/zoneinfo/${zone}`, content: 'TZif2' })),
  },
  'vim-enhanced': { files: [config('/etc/profile.d/vim.sh', 'alias vi=vim 2>/dev/null\n')] },
  'vim-common': { files: [config('/etc/vimrc', '" Settings of every vim\nset nocompatible\nset backspace=indent,eol,start\nset ruler\nsyntax on\n')] },
  'vim-minimal': { files: [config('/etc/virc', '" Settings of every vi\nset nocompatible\nset ruler\n')] },
  nano: { files: [config('/etc/nanorc', '# Settings of every nano\n')] },
  wget: { files: [config('/etc/wgetrc', '# Settings of every wget\n')] },
  polkit: { users: [{ name: 'polkitd', uid: 998, gid: 996, gecos: 'User for polkitd' }] },
  'tpm2-tss': { users: [{ name: 'tss', uid: 59, gid: 59, gecos: 'Account used for TPM access', shell: '/usr/sbin/nologin' }] },
  'sssd-common': { users: [{ name: 'sssd', uid: 996, gid: 994, gecos: 'User for sssd' }] },
  tcpdump: { users: [{ name: 'tcpdump', uid: 72, gid: 72 }] },
  libutempter: { groups: [{ name: 'utempter', gid: 35 }] },
  'centos-gpg-keys': {},
};
