import { laterFrom, type ProgramFile } from '../../host/program.ts';

const later = laterFrom(async () => {
  const [{ keystoneManage }, { keystoneStatus }] = await Promise.all([import('./manage/keystone-manage.ts'), import('./manage/keystone-status.ts')]);
  return [keystoneManage, keystoneStatus];
});

/** What the package openstack-keystone brings to run. */
export const FILES: readonly ProgramFile[] = ['keystone-manage', 'keystone-status'].map((name) =>
  ({ path: `/usr/bin/${name}`, package: 'openstack-keystone', program: later(name) }));
