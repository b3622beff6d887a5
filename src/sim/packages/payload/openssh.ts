import type { Payloads } from '../payload.ts';

const SSHD_CONFIG = `# The SSH server. Files of this folder come first, so what they say wins.
Include /etc/ssh/sshd_config.d/*.conf

#Port 22
#ListenAddress 0.0.0.0
#ListenAddress ::

#HostKey /etc/ssh/ssh_host_rsa_key
#HostKey /etc/ssh/ssh_host_ecdsa_key
#HostKey /etc/ssh/ssh_host_ed25519_key

#SyslogFacility AUTH
#LogLevel INFO

#LoginGraceTime 2m
PermitRootLogin yes
#StrictModes yes
#MaxAuthTries 6
#MaxSessions 10

#PubkeyAuthentication yes
AuthorizedKeysFile	.ssh/authorized_keys

#PasswordAuthentication yes
#PermitEmptyPasswords no

#X11Forwarding no
#PrintMotd yes
#TCPKeepAlive yes
#UseDNS no
#Banner none

Subsystem	sftp	/usr/libexec/openssh/sftp-server
`;

const REDHAT_CONF = `# Settings of the distribution.
SyslogFacility AUTHPRIV
ChallengeResponseAuthentication no
GSSAPIAuthentication yes
GSSAPICleanupCredentials no
UsePAM yes
X11Forwarding yes
PrintMotd no
`;

const SSH_CONFIG = `# The SSH client, for all users. Files of this folder come first.
Include /etc/ssh/ssh_config.d/*.conf

# Host *
#   PasswordAuthentication yes
#   StrictHostKeyChecking ask
#   IdentityFile ~/.ssh/id_rsa
#   Port 22
`;

const SERVICE = `[Unit]
Description=OpenSSH server daemon
Documentation=man:sshd(8) man:sshd_config(5)
After=network.target sshd-keygen.target
Wants=sshd-keygen.target

[Service]
Type=notify
EnvironmentFile=-/etc/sysconfig/sshd
ExecStart=/usr/sbin/sshd -D $OPTIONS
ExecReload=/bin/kill -HUP $MAINPID
KillMode=process
Restart=on-failure
RestartSec=42s

[Install]
WantedBy=multi-user.target
`;

const KEYGEN_SERVICE = `[Unit]
Description=OpenSSH %i Server Key Generation
ConditionFileNotEmpty=|!/etc/ssh/ssh_host_%i_key

[Service]
Type=oneshot
EnvironmentFile=-/etc/sysconfig/sshd
ExecStart=/usr/libexec/openssh/sshd-keygen %i

[Install]
WantedBy=sshd-keygen.target
`;

const KEYGEN_TARGET = `[Unit]
Wants=sshd-keygen@rsa.service
Wants=sshd-keygen@ecdsa.service
Wants=sshd-keygen@ed25519.service
PartOf=sshd.service
`;

/** OpenSSH: server, client and what both share. */
export const PAYLOADS: Payloads = {
  openssh: {
    groups: [{ name: 'ssh_keys', gid: 101 }],
    files: [
      { path: '/etc/ssh', isDirectory: true },
      { path: '/etc/ssh/moduli', content: '', isConfig: true },
      { path: '/usr/libexec/openssh', isDirectory: true },
    ],
  },
  'openssh-clients': {
    files: [
      { path: '/etc/ssh/ssh_config', content: SSH_CONFIG, isConfig: true },
      { path: '/etc/ssh/ssh_config.d', isDirectory: true },
    ],
  },
  'openssh-server': {
    users: [{ name: 'sshd', uid: 74, gid: 74, gecos: 'Privilege-separated SSH', home: '/usr/share/empty.sshd', shell: '/sbin/nologin' }],
    files: [
      { path: '/etc/ssh/sshd_config', content: SSHD_CONFIG, mode: 0o600, isConfig: true },
      { path: '/etc/ssh/sshd_config.d', isDirectory: true, mode: 0o700 },
      { path: '/etc/ssh/sshd_config.d/50-redhat.conf', content: REDHAT_CONF, mode: 0o600, isConfig: true },
      { path: '/etc/sysconfig/sshd', content: '# Command-line options for sshd\nOPTIONS=""\n', mode: 0o640, isConfig: true },
      { path: '/usr/lib/systemd/system/sshd.service', content: SERVICE },
      { path: '/usr/lib/systemd/system/sshd-keygen@.service', content: KEYGEN_SERVICE },
      { path: '/usr/lib/systemd/system/sshd-keygen.target', content: KEYGEN_TARGET },
      { path: '/usr/share/empty.sshd', isDirectory: true, mode: 0o711 },
    ],
    scripts: [{ kind: 'systemd', units: ['sshd.service'], restarts: true }],
  },
};
