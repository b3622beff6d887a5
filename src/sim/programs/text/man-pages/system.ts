import type { ManPage } from './page.ts';

/** Pages about the system, accounts and the services of the first chapters. */
export const SYSTEM_PAGES: readonly ManPage[] = [
  {
    name: 'systemctl', section: 1, short: 'starts, stops and shows services', synopsis: ['systemctl [OPTIONS...] COMMAND [UNIT...]'], about: ['Starts, stops and shows units: services and what belongs to them.'],
    options: [['start, stop, restart UNIT', 'now'], ['enable, disable UNIT', 'at boot; --now does both'], ['status UNIT', 'how it is, with its last log lines'], ['is-active, is-enabled UNIT', 'for scripts'], ['daemon-reload', 'read changed unit files'], ['list-units', 'what is loaded; --failed what broke']],
    examples: [['systemctl enable --now chronyd', 'start it now and at every boot']], seeAlso: 'journalctl(1)',
  },
  {
    name: 'journalctl', section: 1, short: 'shows the log of services', synopsis: ['journalctl [OPTIONS...]'], about: ['Shows what services and the system have logged.'],
    options: [['-u UNIT', 'of one unit'], ['-e', 'from the end'], ['-x', 'with explanations'], ['-f', 'go on as it grows'], ['-n N', 'the last N lines'], ['-b', 'since the boot'], ['-p PRIORITY', 'at least as bad']], examples: [['journalctl -xeu mariadb', 'why it did not start']], seeAlso: 'systemctl(1)',
  },
  {
    name: 'dnf', section: 8, short: 'installs and updates packages', synopsis: ['dnf [OPTIONS] COMMAND [ARGS...]'], about: ['Finds packages in the enabled repositories, solves what they need and changes the system in one transaction. yum is another name of it.'],
    options: [['install NAME', 'install a package'], ['remove NAME', 'remove it'], ['update', 'bring everything up to date'], ['search WORD, info NAME', 'look for packages'], ['provides FILE', 'which package brings it'], ['repolist, config-manager', 'repositories'], ['-y', 'answer yes']],
    files: [['/etc/yum.repos.d/*.repo', 'the repositories'], ['/etc/dnf/dnf.conf', 'settings']], seeAlso: 'rpm(8)',
  },
  { name: 'rpm', section: 8, short: 'asks what is installed', synopsis: ['rpm -q [OPTIONS] [NAME...]'], about: ['Asks what is installed.'], options: [['-q NAME', 'the version'], ['-qa', 'all packages'], ['-ql NAME', 'its files'], ['-qf FILE', 'whose file it is'], ['-qi NAME', 'what it is']], seeAlso: 'dnf(8)' },
  {
    name: 'chronyc', section: 1, short: 'shows how the clock is kept', synopsis: ['chronyc [COMMAND]'], about: ['Shows and steers how the clock is kept.'], options: [['sources', 'the time servers in use; ^* is the chosen one'], ['tracking', 'how good the clock is'], ['makestep', 'set it now']],
    files: [['/etc/chrony.conf', 'servers and who may ask']], seeAlso: 'chrony.conf(5)',
  },
  {
    name: 'chrony.conf', section: 5, short: 'settings of the time service', synopsis: ['/etc/chrony.conf'], about: ['One directive a line; # begins a comment.'],
    options: [['server NAME iburst', 'ask this server'], ['pool NAME iburst', 'ask several behind this name'], ['allow SUBNET', 'answer clients of this network'], ['local stratum N', 'answer even without a server'], ['driftfile FILE', 'where the drift of the clock is kept']], seeAlso: 'chronyc(1)',
  },
  {
    name: 'mysql', section: 1, short: 'talks SQL with MariaDB', synopsis: ['mysql [OPTIONS] [DATABASE]'], about: ['Sends statements to the server: typed ones, those of -e, or a file on standard input. A statement ends with a semicolon.'],
    options: [['-u USER', 'log in as USER'], ['-p[PASSWORD]', 'ask for, or give, the password'], ['-h HOST', 'on another host'], ['-e STATEMENT', 'run it and leave']], examples: [['mysql -u root -p', 'as root, with a password']], seeAlso: 'mysqldump(1), mysql_secure_installation(1)',
  },
  { name: 'mysqldump', section: 1, short: 'writes databases as SQL', synopsis: ['mysqldump [OPTIONS] DATABASE [TABLE...]', 'mysqldump [OPTIONS] --databases DATABASE...'], about: ['The output, fed to mysql, makes the same tables again.'], seeAlso: 'mysql(1)' },
  {
    name: 'mysql_secure_installation', section: 1, short: 'makes a fresh MariaDB safe', synopsis: ['mysql_secure_installation'], about: ['Asks for a password of root, and whether to remove anonymous users, logins of root from elsewhere and the database test.'], seeAlso: 'mysql(1)',
  },
  { name: 'su', section: 1, short: 'becomes another user', synopsis: ['su [OPTIONS] [-] [USER]'], about: ['Starts a shell as USER (root by default) and asks for that user\'s password unless root calls it.'], options: [['-, -l', 'a login shell: home directory and environment of the user'], ['-c COMMAND', 'run this and leave'], ['-s SHELL', 'another shell']],
    examples: [['su -s /bin/sh -c "keystone-manage db_sync" keystone', 'a command as a service user, whose own shell refuses logins']], seeAlso: 'sudo(8)' },
  { name: 'sudo', section: 8, short: 'runs a command as root, if allowed', synopsis: ['sudo [-u USER] COMMAND', 'sudo -i', 'sudo -l'], about: ['Runs COMMAND as root, or as USER, if /etc/sudoers allows it; asks for your own password.'], options: [['-u USER', 'as USER'], ['-i', 'a login shell'], ['-l', 'what am I allowed'], ['-k', 'forget that I gave my password']], files: [['/etc/sudoers', 'who may what']], seeAlso: 'su(1), visudo(8)' },
  { name: 'passwd', section: 1, short: 'changes a password', synopsis: ['passwd [OPTION...] [USER]'], about: ['Changes your password, or for root that of USER.'], options: [['-l, -u', 'lock, unlock'], ['-S', 'show the state'], ['--stdin', 'read it from standard input']], seeAlso: 'chage(1), chpasswd(8)' },
  { name: 'useradd', section: 8, short: 'makes a user', synopsis: ['useradd [OPTIONS] LOGIN'], about: ['Makes an account, a group of the same name and a home directory.'], options: [['-m, -M', 'with, without a home directory'], ['-s SHELL', 'login shell'], ['-g GROUP, -G LIST', 'groups'], ['-u UID', 'the number'], ['-r', 'a system account']], seeAlso: 'usermod(8), userdel(8)' },
  { name: 'ip', section: 8, short: 'shows and changes addresses and routes', synopsis: ['ip [OPTIONS] OBJECT {COMMAND}'], about: ['Objects are addr, link and route.'], options: [['ip a', 'all addresses'], ['ip r', 'all routes'], ['ip -br a', 'briefly']], seeAlso: 'ss(8), ping(8)' },
  { name: 'ss', section: 8, short: 'shows who listens and who is connected', synopsis: ['ss [OPTIONS]'], about: ['Shows who listens and who is connected.'], options: [['-t, -u', 'TCP, UDP'], ['-l', 'listening ones'], ['-n', 'numbers, no names'], ['-p', 'with processes']], examples: [['ss -tlnp', 'which program listens on which port']], seeAlso: 'ip(8)' },
  { name: 'ping', section: 8, short: 'asks whether a host answers', synopsis: ['ping [OPTIONS] HOST'], about: ['Asks a host for an echo, again and again until Ctrl-C.'], options: [['-c N', 'only N times'], ['-W N', 'wait N seconds for an answer']], seeAlso: 'ip(8)' },
  { name: 'hostnamectl', section: 1, short: 'shows and sets the name of the host', synopsis: ['hostnamectl [set-hostname NAME]'], about: ['Without a command it shows what the host is called and what it is.'], seeAlso: 'hostname(1), hosts(5)' },
  { name: 'openssl', section: 1, short: 'makes random passwords', synopsis: ['openssl rand -hex N', 'openssl version'], about: ['rand prints N random bytes: good for passwords.'], examples: [['openssl rand -hex 10', 'a password of twenty digits']] },
  { name: 'ssh', section: 1, short: 'opens a shell on another host', synopsis: ['ssh [OPTIONS] [USER@]HOST [COMMAND]'], about: ['Opens a shell, or runs COMMAND, on another host.'], seeAlso: 'scp(1)' },
  { name: 'firewall-cmd', section: 1, short: 'opens and closes ports', synopsis: ['firewall-cmd [OPTIONS]'], about: ['Opens and closes ports.'], options: [['--list-all', 'what is open'], ['--add-port=PORT/tcp', 'open a port'], ['--permanent', 'for the next start; --reload makes it count now']] },
  { name: 'man', section: 1, short: 'shows these pages', synopsis: ['man [SECTION] NAME', 'man -k WORD'], about: ['Shows the page of a command or file. The pages of this lab are short and in its own words.'], options: [['-k WORD', 'look for a word in names and short descriptions'], ['-f NAME', 'only the short description']], seeAlso: 'less(1)' },
];
