import type { PayloadFile } from '../../host/package.ts';
import type { Payloads } from '../payload.ts';
import { CONF_MODULES, MODULE_FILES } from './httpd-modules.ts';
import { NOINDEX } from './httpd-noindex.ts';

const HTTPD_CONF = `#
# The main configuration of the Apache HTTP Server.
# What each directive does is told at http://httpd.apache.org/docs/2.4/.
# Check your changes with "httpd -t" before you load them.
#
# Names of files without a leading slash are looked up below ServerRoot.
#

# The folder that holds the server's configuration; logs, modules and run are links in it.
ServerRoot "/etc/httpd"

# Where to listen: a port, or an address and a port. There may be several.
# Listen 10.0.0.11:80
Listen 80

# What the server can do is in modules; packages bring their own lines in this folder.
Include conf.modules.d/*.conf

# The account that answers requests once root has opened the ports.
User apache
Group apache

# The main server: what holds where no <VirtualHost> says otherwise.

# Shown in pages about errors.
ServerAdmin root@localhost

# The name and port by which the server calls itself. Without it, it must guess.
#ServerName www.example.com:80

# Nothing of the file system is served unless a later section allows it.
<Directory />
    AllowOverride none
    Require all denied
</Directory>

# The folder of the documents.
DocumentRoot "/var/www/html"

# Everything below /var/www may be seen.
<Directory "/var/www">
    AllowOverride None
    # Everybody may come.
    Require all granted
</Directory>

# The documents once more, with lists of folders and with links.
<Directory "/var/www/html">
    Options Indexes FollowSymLinks
    AllowOverride None
    Require all granted
</Directory>

# The file that stands for its folder.
<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>

# Files such as .htaccess and .htpasswd are nobody's business.
<Files ".ht*">
    Require all denied
</Files>

# Where errors are written, unless a <VirtualHost> has its own ErrorLog.
ErrorLog "logs/error_log"

# From which level on: debug, info, notice, warn, error, crit, alert, emerg.
LogLevel warn

<IfModule log_config_module>
    # Forms of the access log, each with a name.
    LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
    LogFormat "%h %l %u %t \\"%r\\" %>s %b" common

    <IfModule logio_module>
      # With the bytes received and sent.
      LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\" %I %O" combinedio
    </IfModule>

    # The access log of the main server.
    CustomLog "logs/access_log" combined
</IfModule>

<IfModule alias_module>
    # Programs of the CGI.
    ScriptAlias /cgi-bin/ "/var/www/cgi-bin/"
</IfModule>

<Directory "/var/www/cgi-bin">
    AllowOverride None
    Options None
    Require all granted
</Directory>

<IfModule mime_module>
    # Which ending of a name means which type.
    TypesConfig /etc/mime.types
    AddType application/x-compress .Z
    AddType application/x-gzip .gz .tgz
    AddType text/html .shtml
    AddOutputFilter INCLUDES .shtml
</IfModule>

# The character set of documents that do not name their own.
AddDefaultCharset UTF-8

<IfModule mime_magic_module>
    # Types told by the first bytes of a file.
    MIMEMagicFile conf/magic
</IfModule>

# Files are handed to the kernel for sending.
EnableSendfile on

# Everything else: one file for each topic, in order of their names.
IncludeOptional conf.d/*.conf
`;

const AUTOINDEX_CONF = `# How lists of folders look.
IndexOptions FancyIndexing HTMLTable VersionSort
Alias /icons/ "/usr/share/httpd/icons/"

<Directory "/usr/share/httpd/icons">
    Options Indexes MultiViews FollowSymlinks
    AllowOverride None
    Require all granted
</Directory>

DefaultIcon /icons/unknown.gif
ReadmeName README.html
HeaderName HEADER.html
IndexIgnore .??* *~ *# HEADER* README* RCS CVS *,v *,t
`;

const USERDIR_CONF = `# Documents in the home folders of users: off unless you switch it on.
<IfModule mod_userdir.c>
    UserDir disabled
    #UserDir public_html
</IfModule>

<Directory "/home/*/public_html">
    AllowOverride FileInfo AuthConfig Limit Indexes
    Options MultiViews Indexes SymLinksIfOwnerMatch IncludesNoExec
    Require method GET POST OPTIONS
</Directory>
`;

const WELCOME_CONF = `# Shows a page for testing as long as there are no documents.
# Put a "#" before every line to be rid of it; removed, the file would come back with the next update.
<LocationMatch "^/+$">
    Options -Indexes
    ErrorDocument 403 /.noindex.html
</LocationMatch>

<Directory /usr/share/httpd/noindex>
    AllowOverride None
    Require all granted
</Directory>

Alias /.noindex.html /usr/share/httpd/noindex/index.html
Alias /poweredby.png /usr/share/httpd/icons/apache_pb3.png
Alias /system_noindex_logo.png /usr/share/httpd/icons/system_noindex_logo.png
`;

const SERVICE = `# Change it by a drop-in: systemctl edit httpd.service
#
#	[Service]
#	Environment=OPTIONS=-DMY_DEFINE

[Unit]
Description=The Apache HTTP Server
Wants=httpd-init.service
After=network.target remote-fs.target nss-lookup.target httpd-init.service
Documentation=man:httpd.service(8)

[Service]
Type=notify
Environment=LANG=C

ExecStart=/usr/sbin/httpd $OPTIONS -DFOREGROUND
ExecReload=/usr/sbin/httpd $OPTIONS -k graceful
# Requests under way are answered before it stops.
KillSignal=SIGWINCH
KillMode=mixed
PrivateTmp=true
OOMPolicy=continue

[Install]
WantedBy=multi-user.target
`;

const SOCKET = `# Starts the server when somebody asks for it.

[Unit]
Description=Apache httpd Server Socket
Documentation=man:httpd.socket(8)

[Socket]
ListenStream=80
NoDelay=true
DeferAcceptSec=30

[Install]
WantedBy=sockets.target
`;

const HTCACHECLEAN = `# Keeps the cache of mod_cache_disk small.

[Unit]
Description=Disk Cache Cleaning Daemon for the Apache HTTP Server
After=httpd.service
Documentation=man:htcacheclean.service(8)

[Service]
Type=forking
User=apache
PIDFile=/run/httpd/htcacheclean/pid
EnvironmentFile=/etc/sysconfig/htcacheclean
ExecStart=/usr/sbin/htcacheclean -P /run/httpd/htcacheclean/pid -d $INTERVAL -p $CACHE_ROOT -l $LIMIT $OPTIONS

[Install]
WantedBy=multi-user.target
`;

const LOGROTATE = `/var/log/httpd/*log {
    missingok
    notifempty
    sharedscripts
    delaycompress
    postrotate
        /bin/systemctl reload httpd.service > /dev/null 2>/dev/null || true
    endscript
}
`;

const TMPFILES = 'd /run/httpd   710 root apache\nd /run/httpd/htcacheclean   700 apache apache\n';

const directory = (path: string, mode = 0o755, group = 'root', owner = 'root'): PayloadFile => ({ path, isDirectory: true, mode, owner, group });
const link = (path: string, target: string): PayloadFile => ({ path, target });
const config = (path: string, content: string): PayloadFile => ({ path, content, isConfig: true });

/** httpd as CentOS Stream 9 packs it: configuration, unit, account, folders. */
export const PAYLOADS: Payloads = {
  'httpd-filesystem': {
    users: [{ name: 'apache', uid: 48, gid: 48, gecos: 'Apache', home: '/usr/share/httpd', shell: '/sbin/nologin' }],
    files: [
      ...['/etc/httpd', '/etc/httpd/conf.d', '/usr/share/httpd', '/usr/share/httpd/icons', '/var/www', '/var/www/html', '/var/www/cgi-bin']
        .map((path) => directory(path)),
      config('/etc/httpd/conf.d/README', 'Files of this folder that end in .conf are read by httpd.conf, in order of their names.\n'),
    ],
  },
  'httpd-core': {
    files: [
      directory('/etc/httpd/conf'), directory('/etc/httpd/conf.modules.d'), directory('/usr/lib64/httpd'), directory('/usr/lib64/httpd/modules'),
      config('/etc/httpd/conf/httpd.conf', HTTPD_CONF), config('/etc/httpd/conf/magic', '# How to tell the type of a file by its first bytes.\n'),
      config('/etc/httpd/conf.d/autoindex.conf', AUTOINDEX_CONF), config('/etc/httpd/conf.d/userdir.conf', USERDIR_CONF),
      ...Object.entries(CONF_MODULES).map(([name, text]) => config(`/etc/httpd/conf.modules.d/${name}`, text)),
      ...MODULE_FILES.map((name): PayloadFile => ({ path: `/usr/lib64/httpd/modules/mod_${name}.so`, mode: 0o755 })),
      link('/etc/httpd/logs', '../../var/log/httpd'), link('/etc/httpd/modules', '../../usr/lib64/httpd/modules'),
      link('/etc/httpd/run', '/run/httpd'), link('/etc/httpd/state', '../../var/lib/httpd'),
      config('/etc/logrotate.d/httpd', LOGROTATE), { path: '/usr/lib/tmpfiles.d/httpd.conf', content: TMPFILES },
      directory('/var/log/httpd', 0o700), directory('/var/lib/httpd', 0o700, 'apache', 'apache'), directory('/var/cache/httpd', 0o700, 'apache', 'apache'),
      directory('/run/httpd', 0o710, 'apache'), directory('/run/httpd/htcacheclean', 0o700, 'apache', 'apache'),
    ],
  },
  httpd: {
    files: [
      config('/etc/httpd/conf.d/welcome.conf', WELCOME_CONF), { path: '/usr/lib/systemd/system/httpd.service', content: SERVICE },
      { path: '/usr/lib/systemd/system/httpd.socket', content: SOCKET }, { path: '/usr/lib/systemd/system/htcacheclean.service', content: HTCACHECLEAN },
      config('/etc/sysconfig/htcacheclean', 'INTERVAL=15\nCACHE_ROOT=/var/cache/httpd/proxy\nLIMIT=100M\nOPTIONS=\n'),
      directory('/usr/share/httpd/noindex'), { path: '/usr/share/httpd/noindex/index.html', content: NOINDEX },
    ],
    scripts: [{ kind: 'systemd', units: ['httpd.service', 'htcacheclean.service', 'httpd.socket'] }],
  },
  'python3-mod_wsgi': {
    files: [
      config('/etc/httpd/conf.modules.d/10-wsgi-python3.conf',
        '# mod_wsgi for Python 3; only one mod_wsgi can be loaded at a time.\n<IfModule !wsgi_module>\n    LoadModule wsgi_module modules/mod_wsgi_python3.so\n</IfModule>\n'),
      { path: '/usr/lib64/httpd/modules/mod_wsgi_python3.so', mode: 0o755 },
    ],
  },
  mod_http2: {
    files: [
      config('/etc/httpd/conf.modules.d/10-h2.conf', 'LoadModule http2_module modules/mod_http2.so\n'),
      config('/etc/httpd/conf.modules.d/10-proxy_h2.conf', '# HTTP/2 towards servers behind this one.\nLoadModule proxy_http2_module modules/mod_proxy_http2.so\n'),
      { path: '/usr/lib64/httpd/modules/mod_http2.so', mode: 0o755 }, { path: '/usr/lib64/httpd/modules/mod_proxy_http2.so', mode: 0o755 },
    ],
  },
  mod_lua: {
    files: [
      config('/etc/httpd/conf.modules.d/00-lua.conf', 'LoadModule lua_module modules/mod_lua.so\n'),
      { path: '/usr/lib64/httpd/modules/mod_lua.so', mode: 0o755 },
    ],
  },
};
