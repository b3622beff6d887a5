import type { Sys } from './sys.ts';

/** A mounted file system as df and mount show it; sizes in KiB. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
  readonly sizeKib: number;
  readonly usedKib: number;
  readonly inodes: number;
  readonly usedInodes: number;
}

/** A block device as lsblk shows it; sizes in KiB. */
export interface BlockDevice {
  readonly name: string;
  readonly numbers: string;
  readonly isRemovable: boolean;
  readonly sizeKib: number;
  readonly type: 'disk' | 'part' | 'rom';
  readonly mountPoint: string | null;
  readonly fileSystem: string | null;
  readonly uuid: string | null;
  readonly children: readonly BlockDevice[];
}

const GIB = 1024 * 1024;
const ROOT_UUID = '3b2cf59a-99bf-4b20-be36-ce2948efa985';
const BOOT_UUID = '5fd0c86e-955c-406a-8226-7e3162a27c99';

const part = (name: string, numbers: string, sizeKib: number, mountPoint: string, uuid: string): BlockDevice =>
  ({ name, numbers, isRemovable: false, sizeKib, type: 'part', mountPoint, fileSystem: 'xfs', uuid, children: [] });

/** The disks of a host: the same on every host of this world, as the installer divided them. */
export const BLOCK_DEVICES: readonly BlockDevice[] = [
  { name: 'sr0', numbers: '11:0', isRemovable: true, sizeKib: GIB, type: 'rom', mountPoint: null, fileSystem: null, uuid: null, children: [] },
  {
    name: 'vda', numbers: '252:0', isRemovable: false, sizeKib: 40 * GIB, type: 'disk', mountPoint: null, fileSystem: null, uuid: null,
    children: [part('vda1', '252:1', GIB, '/boot', BOOT_UUID), part('vda2', '252:2', 39 * GIB, '/', ROOT_UUID)],
  },
];

const tmpfs = (source: string, target: string, options: string, sizeKib: number, usedKib: number): Mount =>
  ({ source, target, type: source, options, sizeKib, usedKib, inodes: Math.floor(sizeKib / 4), usedInodes: 20 });

const MEMORY_KIB = 4 * GIB - 180_000;
const XFS = 'rw,relatime,seclabel,attr2,inode64,logbufs=8,logbsize=32k,noquota';

/** What is mounted, in the order of /proc/mounts; the root file system fills as packages come. */
export function mounts(sys: Sys): readonly Mount[] {
  const packagesKib = Math.floor(sys.filesVersion / 2);
  return [
    tmpfs('devtmpfs', '/dev', 'rw,nosuid,seclabel,size=4096k,nr_inodes=498637,mode=755,inode64', 4096, 0),
    tmpfs('tmpfs', '/dev/shm', 'rw,nosuid,nodev,seclabel,inode64', MEMORY_KIB / 2, 0),
    tmpfs('tmpfs', '/run', 'rw,nosuid,nodev,seclabel,size=803364k,nr_inodes=819200,mode=755,inode64', 803_364, 8_768),
    {
      source: '/dev/vda2', target: '/', type: 'xfs', options: XFS, sizeKib: 39 * GIB - 20_480, usedKib: 1_742_336 + packagesKib, inodes: 20_446_208, usedInodes: 34_912,
    },
    { source: '/dev/vda1', target: '/boot', type: 'xfs', options: XFS, sizeKib: GIB - 10_240, usedKib: 251_904, inodes: 524_288, usedInodes: 359 },
    tmpfs('tmpfs', '/run/user/0', 'rw,nosuid,nodev,relatime,seclabel,size=401680k,nr_inodes=100420,mode=700,inode64', 401_680, 0),
  ];
}

/** The mount that holds an absolute path without links. */
export function mountOf(sys: Sys, path: string): Mount {
  const all = [...mounts(sys)].filter((each) => each.target === '/' || path === each.target || path.startsWith(`${each.target}/`));
  return all.sort((left, right) => right.target.length - left.target.length)[0] as Mount;
}
