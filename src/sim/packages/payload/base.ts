import type { PayloadFile, Payloads } from '../payload.ts';

// Accounts, names and shells' start files that `setup`, `filesystem`, `bash` and `rootfiles` bring.

const directory = (path: string, mode = 0o755, group = 'root'): PayloadFile =>
  ({ path, isDirectory: true, mode, ...(group === 'root' ? {} : { group }) });
const link = (path: string, target: string): PayloadFile => ({ path, target });
const config = (path: string, content: string, mode = 0o644): PayloadFile => ({ path, content, mode, isConfig: true });

const PASSWD = `root:x:0:0:root:/root:/bin/bash
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
adm:x:3:4:adm:/var/adm:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/spool/mail:/sbin/nologin
operator:x:11:0:operator:/root:/sbin/nologin
games:x:12:100:games:/usr/games:/sbin/nologin
ftp:x:14:50:FTP User:/var/ftp:/sbin/nologin
nobody:x:65534:65534:Kernel Overflow User:/:/sbin/nologin
`;

const GROUP = `root:x:0:
bin:x:1:
daemon:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mem:x:8:
kmem:x:9:
wheel:x:10:
cdrom:x:11:
mail:x:12:
man:x:15:
dialout:x:18:
floppy:x:19:
games:x:20:
tape:x:33:
video:x:39:
ftp:x:50:
lock:x:54:
audio:x:63:
users:x:100:
nobody:x:65534:
`;

const locked = (lines: string, field: (name: string) => string): string =>
  lines.trim().split('\n').map((line) => field(line.split(':')[0] ?? '')).join('\n') + '\n';

const SHADOW = locked(PASSWD, (name) => `${name}:*:19760:0:99999:7:::`);
const GSHADOW = locked(GROUP, (name) => `${name}:::`);

const HOSTS = `127.0.0.1   localhost localhost.localdomain localhost4 localhost4.localdomain4
::1         localhost localhost.localdomain localhost6 localhost6.localdomain6
`;

const PROFILE = `# System-wide environment of login shells.

pathmunge () {
    case ":\${PATH}:" in
        *:"$1":*)
            ;;
        *)
            if [ "$2" = "after" ] ; then
                PATH=$PATH:$1
            else
                PATH=$1:$PATH
            fi
    esac
}

if [ -x /usr/bin/id ]; then
    if [ -z "$EUID" ]; then
        EUID=\`id -u\`
        UID=\`id -ru\`
    fi
    USER="\`id -un\`"
    LOGNAME=$USER
    MAIL="/var/spool/mail/$USER"
fi

if [ "$EUID" = "0" ]; then
    pathmunge /usr/sbin
    pathmunge /usr/local/sbin
else
    pathmunge /usr/local/sbin after
    pathmunge /usr/sbin after
fi

HOSTNAME=\`/usr/bin/hostname 2>/dev/null\`
HISTSIZE=1000
if [ "$HISTCONTROL" = "ignorespace" ] ; then
    export HISTCONTROL=ignoreboth
else
    export HISTCONTROL=ignoredups
fi

export PATH USER LOGNAME MAIL HOSTNAME HISTSIZE HISTCONTROL

for i in /etc/profile.d/*.sh /etc/profile.d/sh.local ; do
    if [ -r "$i" ]; then
        if [ "\${-#*i}" != "$-" ]; then
            . "$i"
        else
            . "$i" >/dev/null
        fi
    fi
done

unset i
unset -f pathmunge

if [ -n "\${BASH_VERSION-}" ] ; then
    if [ -f /etc/bashrc ] ; then
        . /etc/bashrc
    fi
fi
`;

const BASHRC = `# System-wide functions and aliases of bash.

if [ "$PS1" ]; then
    if [ -z "$PROMPT_COMMAND" ]; then
        case $TERM in
            xterm*|vte*)
                PROMPT_COMMAND='printf "\\033]0;%s@%s:%s\\007" "\${USER}" "\${HOSTNAME%%.*}" "\${PWD/#$HOME/\\~}"'
                ;;
        esac
    fi
    shopt -s histappend
    shopt -s checkwinsize
    [ "$PS1" = "\\\\s-\\\\v\\\\\\$ " ] && PS1="[\\u@\\h \\W]\\\\$ "
fi

if ! shopt -q login_shell ; then
    pathmunge () {
        case ":\${PATH}:" in
            *:"$1":*)
                ;;
            *)
                if [ "$2" = "after" ] ; then
                    PATH=$PATH:$1
                else
                    PATH=$1:$PATH
                fi
        esac
    }

    SHELL=/bin/bash
    for i in /etc/profile.d/*.sh; do
        if [ -r "$i" ]; then
            if [ "$PS1" ]; then
                . "$i"
            else
                . "$i" >/dev/null
            fi
        fi
    done

    unset i
    unset -f pathmunge
fi
`;

const USER_BASHRC = `# .bashrc

# Definitions for everybody
if [ -f /etc/bashrc ]; then
    . /etc/bashrc
fi

if ! [[ "$PATH" =~ "$HOME/.local/bin:$HOME/bin:" ]]
then
    PATH="$HOME/.local/bin:$HOME/bin:$PATH"
fi
export PATH

# Own aliases and functions
`;

const BASH_PROFILE = `# .bash_profile

# Aliases and functions
if [ -f ~/.bashrc ]; then
    . ~/.bashrc
fi

# Own environment and start-up programs
`;

const ROOT_BASHRC = `${USER_BASHRC}alias rm='rm -i'
alias cp='cp -i'
alias mv='mv -i'
`;

const INPUTRC = `# Keys of programs that use readline.
set bell-style none
set meta-flag on
set input-meta on
set convert-meta off
set output-meta on
$if mode=emacs
"\\e[1~": beginning-of-line
"\\e[4~": end-of-line
"\\e[5~": beginning-of-history
"\\e[6~": end-of-history
"\\e[3~": delete-char
"\\e[2~": quoted-insert
"\\e[5C": forward-word
"\\e[5D": backward-word
"\\e[1;5C": forward-word
"\\e[1;5D": backward-word
$endif
`;

const ROOT_DIRECTORIES: readonly PayloadFile[] = [
  directory('/boot', 0o555), directory('/dev'), directory('/etc'), directory('/etc/opt'), directory('/etc/profile.d'),
  directory('/etc/skel'), directory('/etc/sysconfig'), directory('/etc/xdg'), directory('/home'), directory('/media'),
  directory('/mnt'), directory('/opt'), directory('/proc', 0o555), directory('/root', 0o550), directory('/run'),
  directory('/srv'), directory('/sys', 0o555), directory('/tmp', 0o1777),
  directory('/usr'), directory('/usr/bin', 0o555), directory('/usr/games'), directory('/usr/include'),
  directory('/usr/lib', 0o555), directory('/usr/lib64', 0o555), directory('/usr/libexec'), directory('/usr/local'),
  directory('/usr/local/bin'), directory('/usr/local/etc'), directory('/usr/local/lib'), directory('/usr/local/sbin'),
  directory('/usr/local/share'), directory('/usr/local/src'), directory('/usr/sbin', 0o555), directory('/usr/share'),
  directory('/usr/share/doc'), directory('/usr/share/empty'), directory('/usr/share/licenses'),
  directory('/usr/share/man'), directory('/usr/share/misc'), directory('/usr/src'),
  directory('/var'), directory('/var/adm'), directory('/var/cache'), directory('/var/db'), directory('/var/empty'),
  directory('/var/ftp'), directory('/var/games'), directory('/var/lib'), directory('/var/lib/misc'),
  directory('/var/local'), directory('/var/log'), directory('/var/nis'), directory('/var/opt'),
  directory('/var/preserve'), directory('/var/spool'), directory('/var/spool/lpd'),
  directory('/var/spool/mail', 0o775, 'mail'), directory('/var/tmp', 0o1777), directory('/var/yp'),
  link('/bin', 'usr/bin'), link('/lib', 'usr/lib'), link('/lib64', 'usr/lib64'), link('/sbin', 'usr/sbin'),
  link('/usr/tmp', '../var/tmp'), link('/var/lock', '../run/lock'), link('/var/mail', 'spool/mail'),
  link('/var/run', '../run'),
];

/** setup, filesystem, bash, rootfiles: accounts, the directory tree, start files of shells. */
export const PAYLOADS: Payloads = {
  setup: {
    files: [
      config('/etc/passwd', PASSWD), config('/etc/group', GROUP), config('/etc/shadow', SHADOW, 0o000),
      config('/etc/gshadow', GSHADOW, 0o000), config('/etc/hosts', HOSTS),
      config('/etc/profile', PROFILE), config('/etc/bashrc', BASHRC), config('/etc/host.conf', 'multi on\n'),
      config('/etc/shells', '/bin/sh\n/bin/bash\n/usr/bin/sh\n/usr/bin/bash\n'), config('/etc/motd', ''),
      config('/etc/exports', ''), config('/etc/filesystems', 'xfs\next4\next3\next2\nnodev proc\nnodev devpts\niso9660\nvfat\n'),
      config('/etc/environment', ''), config('/etc/inputrc', INPUTRC), config('/etc/subuid', ''), config('/etc/subgid', ''),
      config('/etc/aliases', 'mailer-daemon:\tpostmaster\npostmaster:\troot\nbin:\t\troot\ndaemon:\t\troot\n'),
      config('/etc/profile.d/lang.sh', '# The language of login shells, from /etc/locale.conf.\n'
        + 'if [ -z "$LANG" ] && [ -r /etc/locale.conf ]; then\n    . /etc/locale.conf\n    export LANG\nfi\n'),
      config('/etc/profile.d/sh.local', '# Own settings of all login shells\n'),
      { path: '/var/log/lastlog', isGhost: true },
    ],
  },
  filesystem: { files: ROOT_DIRECTORIES },
  bash: {
    files: [
      config('/etc/skel/.bash_logout', '# ~/.bash_logout\n'), config('/etc/skel/.bash_profile', BASH_PROFILE),
      config('/etc/skel/.bashrc', USER_BASHRC),
      { path: '/usr/share/doc/bash/README', content: 'GNU bash 5.1.\n', isDoc: true },
    ],
  },
  rootfiles: {
    files: [
      config('/root/.bash_logout', '# ~/.bash_logout\n'), config('/root/.bash_profile', BASH_PROFILE),
      config('/root/.bashrc', ROOT_BASHRC), config('/root/.cshrc', '# .cshrc\n'), config('/root/.tcshrc', '# .tcshrc\n'),
    ],
  },
};
