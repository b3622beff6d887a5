// What `npm run guest` says where it cannot build.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mirrorProblem } from '../../bin/guest/mirror.ts';
import { obstacle, type Builder } from '../../bin/guest/tools.ts';

const PC: Builder = {
  platform: 'linux', arch: 'x64', isRoot: false, user: 'ann', hasProgram: () => true, read: () => 'root:1:2\nann:100000:65536\n', hasUserSpaces: () => true,
};

describe('what the machine lacks', () => {
  it('is nothing on a Linux PC with the tools, with root or without', () => {
    expect(obstacle(PC)).toBeNull();
    expect(obstacle({ ...PC, isRoot: true, read: () => '', hasUserSpaces: () => false })).toBeNull();
  });

  it.each<[string, Partial<Builder>, string]>([
    ['not Linux', { platform: 'darwin', arch: 'arm64' },
      "The image is built from Debian's packages, on Linux only (this is darwin). Any Linux will do, also in a virtual machine or a container."],
    ['no PC', { arch: 'arm64' }, 'The image holds 32-bit PC programs, which this machine (arm64) cannot run while building. Use a PC.'],
    ['tools', { hasProgram: (name) => !['mmdebstrap', 'mke2fs', 'newuidmap'].includes(name) },
      'These packages are missing: mmdebstrap, e2fsprogs, uidmap. On Debian or Ubuntu:\n\n    sudo apt-get install mmdebstrap e2fsprogs uidmap\n\n(or, as root, npm run guest -- --install-tools).'],
    ['tools, for root', { isRoot: true, hasProgram: (name) => !['zstd', 'newuidmap'].includes(name) },
      'These packages are missing: zstd. On Debian or Ubuntu:\n\n    sudo apt-get install zstd\n\n(or, as root, npm run guest -- --install-tools).'],
    ['numbers of accounts', { read: (path) => (path === '/etc/subuid' ? 'ann:100000:65536\n' : 'anna:1:2\n') },
      'ann has no line in /etc/subgid, so nothing can be built without root. As root:\n\n    usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ann'],
    ['files of them', { read: () => '' },
      'ann has no line in /etc/subuid and /etc/subgid, so nothing can be built without root. As root:\n\n    usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ann'],
    ['name spaces', { hasUserSpaces: () => false },
      'This system does not let users make name spaces (unshare --map-root-user --map-auto true fails). Build as root.'],
  ])('%s', (_what, lacks, words) => { expect(obstacle({ ...PC, ...lacks })).toBe(words); });
});

describe('the mirror', () => {
  it('may not be reached, may not hold the packages, or is fine', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/debian/dists/bookworm/InRelease' ? 200 : 404;
      response.end();
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await mirrorProblem(`${base}/debian`, 'bookworm')).toBeNull();
    expect(await mirrorProblem(`${base}/other`, 'bookworm')).toBe(`${base}/other/dists/bookworm/InRelease answers 404. Another mirror: npm run guest -- --mirror URL`);
    await new Promise((resolve) => { server.close(resolve); });
    expect(await mirrorProblem(base, 'bookworm')).toBe(`${base}/dists/bookworm/InRelease cannot be reached. Is this machine on the Internet? Another mirror: npm run guest -- --mirror URL`);
  });
});
