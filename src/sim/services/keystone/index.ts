import { laterFrom, type ProgramFile } from '../../host/program.ts';

const later = laterFrom(async () => {
  const [{ keystoneManage }, { keystoneStatus }, { keystoneWsgiAdmin, keystoneWsgiPublic }] = await Promise.all([
    import('./manage/keystone-manage.ts'), import('./manage/keystone-status.ts'), import('./wsgi.ts'),
  ]);
  return [keystoneManage, keystoneStatus, keystoneWsgiAdmin, keystoneWsgiPublic];
});

/** What the package openstack-keystone brings to run. */
export const FILES: readonly ProgramFile[] = ['keystone-manage', 'keystone-status', 'keystone-wsgi-admin', 'keystone-wsgi-public'].map((name) =>
  ({ path: `/usr/bin/${name}`, package: 'openstack-keystone', program: later(name) }));
