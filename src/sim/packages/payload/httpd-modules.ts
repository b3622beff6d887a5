const load = (names: string): string => names.split(' ').map((name) => `LoadModule ${name}_module modules/mod_${name}.so\n`).join('');

const BASE = 'access_compat actions alias allowmethods auth_basic auth_digest authn_anon authn_core authn_dbd authn_dbm authn_file authn_socache authz_core'
  + ' authz_dbd authz_dbm authz_groupfile authz_host authz_owner authz_user autoindex cache cache_disk cache_socache data dbd deflate dir dumpio echo env'
  + ' expires ext_filter filter headers include info log_config logio macro mime_magic mime negotiation remoteip reqtimeout request rewrite setenvif'
  + ' slotmem_plain slotmem_shm socache_dbm socache_memcache socache_redis socache_shmcb status substitute suexec unique_id unixd userdir version'
  + ' vhost_alias watchdog';
const DAV = 'dav dav_fs dav_lock';
const PROXY = 'proxy lbmethod_bybusyness lbmethod_byrequests lbmethod_bytraffic lbmethod_heartbeat proxy_ajp proxy_balancer proxy_connect proxy_express'
  + ' proxy_fcgi proxy_fdpass proxy_ftp proxy_http proxy_hcheck proxy_scgi proxy_uwsgi proxy_wstunnel';
const OPTIONAL = 'asis buffer heartbeat heartmonitor usertrack dialup charset_lite log_debug log_forensic ratelimit reflector sed speling';
const MPM = 'mpm_prefork mpm_worker mpm_event';

/** The files of /etc/httpd/conf.modules.d that httpd-core brings. */
export const CONF_MODULES: Readonly<Record<string, string>> = {
  '00-base.conf': `# What most servers need. To leave a module out, put a "#" before its line.\n${load(BASE)}`,
  '00-brotli.conf': load('brotli'),
  '00-dav.conf': load(DAV),
  '00-mpm.conf': `# How requests are shared out among processes and threads: exactly one of these.
#LoadModule mpm_prefork_module modules/mod_mpm_prefork.so
#LoadModule mpm_worker_module modules/mod_mpm_worker.so
LoadModule mpm_event_module modules/mod_mpm_event.so
`,
  '00-optional.conf': `# Modules that few servers need.\n${load(OPTIONAL).replace(/^/gm, '#').replace(/#$/, '')}`,
  '00-proxy.conf': `# Asking other servers.\n${load(PROXY)}`,
  '00-systemd.conf': '# Tells systemd how the server is.\nLoadModule systemd_module modules/mod_systemd.so\n',
  '01-cgi.conf': `# Programs of the CGI: through a helper where the MPM has threads.
<IfModule !mpm_prefork_module>
    LoadModule cgid_module modules/mod_cgid.so
</IfModule>
<IfModule mpm_prefork_module>
    LoadModule cgi_module modules/mod_cgi.so
</IfModule>
`,
};

/** The modules themselves, without \`mod_\` and \`.so\`. */
export const MODULE_FILES: readonly string[] = `${BASE} ${DAV} ${PROXY} ${OPTIONAL} ${MPM} brotli systemd cgi cgid`.split(' ').sort();
