import { SAMPLE_OPTIONS } from '../../services/keystone/conf.ts';
import { sampleConfig } from '../../services/oslo/sample-config.ts';
import type { Payloads } from '../payload.ts';

const DIST_CONF = `[DEFAULT]
log_dir = /var/log/keystone
log_file = keystone.log
use_stderr = False
`;

const WSGI_CONF = `Listen 5000

<VirtualHost *:5000>
    WSGIDaemonProcess keystone-public processes=5 threads=1 user=keystone group=keystone display-name=%{GROUP}
    WSGIProcessGroup keystone-public
    WSGIScriptAlias / /usr/bin/keystone-wsgi-public
    WSGIApplicationGroup %{GLOBAL}
    WSGIPassAuthorization On
    LimitRequestBody 114688
    <IfVersion >= 2.4>
      ErrorLogFormat "%{cu}t %M"
    </IfVersion>
    ErrorLog /var/log/httpd/keystone.log
    CustomLog /var/log/httpd/keystone_access.log combined

    <Directory /usr/bin>
        <IfVersion >= 2.4>
            Require all granted
        </IfVersion>
        <IfVersion < 2.4>
            Order allow,deny
            Allow from all
        </IfVersion>
    </Directory>
</VirtualHost>

Alias /identity /usr/bin/keystone-wsgi-public
<Location /identity>
    SetHandler wsgi-script
    Options +ExecCGI

    WSGIProcessGroup keystone-public
    WSGIApplicationGroup %{GLOBAL}
    WSGIPassAuthorization On
</Location>
`;

const TEMPLATES = `# A catalogue for [catalog] driver = templated: one line for each thing.

catalog.RegionOne.identity.publicURL = http://localhost:5000/v3
catalog.RegionOne.identity.internalURL = http://localhost:5000/v3
catalog.RegionOne.identity.adminURL = http://localhost:5000/v3
catalog.RegionOne.identity.name = Identity Service
`;

const LOGROTATE = `compress

/var/log/keystone/*.log {
    weekly
    rotate 4
    missingok
    compress
    minsize 100k
}
`;

const SSO = `<!DOCTYPE html>
<html>
  <body onload="document.forms[0].submit()">
    <form method="post" action="$host">
      <input type="hidden" name="token" value="$token"/>
      <noscript><input type="submit" value="Go on"/></noscript>
    </form>
  </body>
</html>
`;

/** keystone as RDO packs it: configuration, account, the virtual host to link. */
export const PAYLOADS: Payloads = {
  'openstack-keystone': {
    users: [{ name: 'keystone', uid: 163, gid: 163, gecos: 'OpenStack Keystone Daemons', home: '/var/lib/keystone', shell: '/sbin/nologin' }],
    files: [
      { path: '/etc/keystone', isDirectory: true, mode: 0o750, group: 'keystone' },
      { path: '/etc/keystone/keystone.conf', content: sampleConfig(SAMPLE_OPTIONS), mode: 0o640, group: 'keystone', isConfig: true },
      { path: '/etc/keystone/default_catalog.templates', content: TEMPLATES, mode: 0o640, group: 'keystone', isConfig: true },
      { path: '/etc/keystone/sso_callback_template.html', content: SSO, mode: 0o640, group: 'keystone', isConfig: true },
      { path: '/etc/logrotate.d/openstack-keystone', content: LOGROTATE, isConfig: true },
      { path: '/usr/share/keystone', isDirectory: true },
      { path: '/usr/share/keystone/keystone-dist.conf', content: DIST_CONF, mode: 0o644 },
      { path: '/usr/share/keystone/wsgi-keystone.conf', content: WSGI_CONF },
      { path: '/usr/lib/sysctl.d/openstack-keystone.conf', content: 'net.ipv4.ip_local_reserved_ports = 35357\n' },
      { path: '/var/lib/keystone', isDirectory: true, mode: 0o755, owner: 'keystone', group: 'keystone' },
      { path: '/var/log/keystone', isDirectory: true, mode: 0o750, owner: 'keystone', group: 'keystone' },
    ],
  },
};
