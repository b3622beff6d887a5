import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PART_BYTES, cutDisk } from '../../bin/guest/disk.ts';
import { manifestOf, withScene, writeManifest } from '../../bin/guest/manifest.ts';
import { cacheFile, cacheFolder, fromCache, intoCache } from '../../bin/guest/cache.ts';
import { namesIn } from '../../bin/guest/packages.ts';
import { madeOf, playable, playedLessons, scriptOf, type ScenePlan } from '../../bin/guest/scenes.ts';
import type { Runner } from '../../bin/guest/shell.ts';
import { runStages, type Stage } from '../../bin/guest/stage.ts';
import { differences } from '../../bin/guest/stages.ts';
import { lessonsOf } from '../../src/course/scenes.ts';
import type { Capability } from '../../src/lab/lab.ts';
import type { StateScene } from '../../src/v86/manifest.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handstack-guest-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

describe('stages of the build', () => {
  const ran: string[] = [];
  const stage = (name: string): Stage => ({
    name, about: 'no time', inputs: [join(folder, `${name}.in`)], outputs: [join(folder, `${name}.out`)],
    run: () => {
      ran.push(name);
      writeFileSync(join(folder, `${name}.out`), 'made');
      return Promise.resolve();
    },
  });
  const build = async (): Promise<readonly string[]> => {
    ran.length = 0;
    await runStages([stage('one'), stage('two'), stage('three')], folder, () => undefined);
    return [...ran];
  };

  it('runs what is not up to date, and what comes after it', async () => {
    for (const name of ['one', 'three']) writeFileSync(join(folder, `${name}.in`), name);
    mkdirSync(join(folder, 'two.in', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'two.in', 'deep', 'recipe'), 'two');
    expect(await build()).toEqual(['one', 'two', 'three']);
    expect(await build()).toEqual([]);
    writeFileSync(join(folder, 'two.in', 'deep', 'recipe'), 'changed');
    expect(await build()).toEqual(['two', 'three']);
    rmSync(join(folder, 'three.out'));
    expect(await build()).toEqual(['three']);
  });

  it('begins again with the stage that failed', async () => {
    for (const name of ['one', 'two', 'three']) writeFileSync(join(folder, `${name}.in`), name);
    const failing: Stage = { ...stage('two'), run: () => Promise.reject(new Error('no space left')) };
    await expect(runStages([stage('one'), failing], folder, () => undefined)).rejects.toThrow('no space left');
    expect(await build()).toEqual(['two', 'three']);
  });
});

describe('a disk in parts', () => {
  it('is cut into pieces of 256 KiB, those of zeros left out', async () => {
    const disk = join(folder, 'disk.img');
    const bytes = Buffer.alloc(3 * PART_BYTES + 4096);
    bytes.fill('a', 0, PART_BYTES);
    bytes.fill('b', 2 * PART_BYTES, 2 * PART_BYTES + 5);
    bytes.fill('c', 3 * PART_BYTES);
    writeFileSync(disk, bytes);
    // In zstd's place: what matters here is which parts are handed to it.
    const packed: string[] = [];
    const parts = await cutDisk(disk, join(folder, 'parts'), {
      run: (_program, args) => {
        packed.push(...args.filter((arg) => arg.startsWith(folder)).map((path) => readFileSync(path, 'latin1').replaceAll('\0', '').slice(0, 6)));
        return Promise.resolve();
      },
      asRoot: () => Promise.resolve(),
    });
    expect(parts.zeros).toEqual([1]);
    expect(packed).toEqual(['aaaaaa', 'bbbbb', 'cccccc']);
    expect(readdirSync(join(folder, 'parts')).sort()).toEqual(['0', '2', '3']);
    expect(parts.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the manifest', () => {
  it('names what the lab needs to start a machine', () => {
    const { guests, bios } = manifestOf(folder, 'a', { hash: 'h', zeros: [7], compressedBytes: 1 }, {});
    expect(bios).toBe('bios.bin');
    expect(guests['a']).toMatchObject({
      memoryMb: 256, disk: { bytes: 1024 ** 3, partBytes: PART_BYTES, parts: 'a/disk/{index}.zst', zeros: [7] },
      hosts: [{ name: 'controller', address: '10.0.0.11' }, { name: 'compute1', address: '10.0.0.31' }],
    });
  });

  it('keeps what another guest has there', () => {
    const parts = { hash: 'h', zeros: [], compressedBytes: 1 };
    writeManifest(folder, manifestOf(folder, 'b', parts, {}));
    const { guests } = manifestOf(folder, 'a', parts, {});
    expect(Object.entries(guests).map(([name, { memoryMb }]) => [name, memoryMb])).toEqual([['b', 512], ['a', 256]]);
    expect(() => manifestOf(folder, 'c', parts, {})).toThrow('There is no guest c, only a and b.');
  });
});

describe('what Debian gives', () => {
  it('is named by lists with words beside the names', () => {
    expect(namesIn(['# the base\nbash vim # an editor\n', 'vim\n\nchrony\n'])).toEqual(['bash', 'vim', 'chrony']);
  });

  it('is kept outside of the clone, under a name that its facts decide', async () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/handstack');
    expect(cacheFolder({ XDG_CACHE_HOME: '' })).toBe(join(homedir(), '.cache/handstack'));
    const place = (...facts: string[]): string => cacheFile('packages', facts, { XDG_CACHE_HOME: folder });
    expect(place('bookworm', 'bash')).toMatch(/\/handstack\/packages-[0-9a-f]{16}\.tar\.zst$/);
    expect(place('bookworm', 'bash')).not.toBe(place('bookworm', 'vim'));
    const copying: Runner = {
      // In zstd's place.
      run: (_program, args) => {
        const [from = '', , to = ''] = args.slice(-3);
        copyFileSync(from, to);
        return Promise.resolve();
      },
      asRoot: () => Promise.resolve(),
    };
    const [tar, cached] = [join(folder, 'packages.tar'), place('bookworm')];
    expect(await fromCache(cached, tar, copying)).toBe(false);
    writeFileSync(tar, 'bash');
    await intoCache(cached, tar, copying);
    rmSync(tar);
    expect(await fromCache(cached, tar, copying)).toBe(true);
    expect(readFileSync(tar, 'utf8')).toBe('bash');
    expect(await fromCache(cached, tar, { ...copying, run: () => Promise.reject(new Error('damaged')) })).toBe(false);
  });
});

describe('two builds', () => {
  it('are compared by their lists of files', () => {
    expect(differences(['./a f 644 0:0 ', './b l 777 0:0 a'], ['./b l 777 0:0 a', './a f 644 0:0 '])).toEqual([]);
    expect(differences(['./a f 644 0:0 '], ['./a f 600 0:0 ', './c d 755 0:0 '])).toEqual(['- ./a f 644 0:0 ', '+ ./a f 600 0:0 ', '+ ./c d 755 0:0 ']);
  });
});

describe('prepared scenes', () => {
  const disk = { hash: 'h', zeros: [], compressedBytes: 1 };
  const others = { lab: 'a/bare.others.zst', bytes: 1, rawBytes: 2, hash: 'o' };
  const bare = { state: 'a/bare.state.zst', bytes: 1, rawBytes: 2, hash: 's', shells: [0], others };
  const later = { lab: 'a/scenes/x.lab.zst', from: 'antelope/bare', bytes: 1, rawBytes: 2, hash: 'l' };

  it('come into the manifest one by one, beside the state', () => {
    writeManifest(folder, manifestOf(folder, 'a', disk, { 'antelope/bare': bare, 'antelope/old': later }));
    writeManifest(folder, withScene(folder, 'a', 'antelope/new', later));
    expect(withScene(folder, 'a', 'antelope/old', { ...later, bytes: 3 }).guests['a']?.scenes)
      .toEqual({ 'antelope/bare': bare, 'antelope/old': { ...later, bytes: 3 }, 'antelope/new': later });
  });

  it('need not be made again while state, typing and checks up to there are the same', () => {
    const offers = ['terminal', 'two-hosts'] as const;
    const [course] = playable({ offers, scenes: { 'antelope/bare': bare } });
    if (course === undefined) throw new Error('no course');
    const [first, second] = lessonsOf(course).map(({ id }) => id);
    const done = (state: StateScene, ...lessons: (string | undefined)[]): ScenePlan['image'] => ({
      offers,
      scenes: { 'antelope/bare': state, ...Object.fromEntries(lessons.map((id = '') => [id, { ...later, made: madeOf(course, { scenes: { 'antelope/bare': bare } }, id) }])) },
    });
    expect(playedLessons(course, done(bare))).toBe(0);
    expect(playedLessons(course, done(bare, first, second))).toBe(2);
    expect(playedLessons(course, done({ ...bare, hash: 'another' }, first, second))).toBe(0);
    const retold = { ...course, chapters: course.chapters.map((chapter) => ({ ...chapter, lessons: chapter.lessons.map((lesson) => (lesson.id === second ? { ...lesson, steps: [] } : lesson)) })) };
    expect(playedLessons(retold, done(bare, first, second))).toBe(1);
  });

  it('are made of the chapters that a guest offers what they need, and depend on what is typed and checked', () => {
    const scenes = { 'antelope/bare': bare };
    const chapters = (offers: readonly Capability[]): string[] => playable({ offers, scenes }).flatMap((course) => course.chapters.map(({ id }) => id));
    expect(chapters(['terminal', 'files', 'mariadb', 'two-hosts'])).toEqual(['antelope/environment', 'antelope/mariadb']);
    expect(chapters(['terminal', 'two-hosts'])).toEqual(['antelope/environment']);
    expect(playable({ offers: ['terminal'], scenes: {} })).toEqual([]);
    const [course] = playable({ offers: ['terminal', 'two-hosts'], scenes });
    if (course === undefined) throw new Error('no course');
    const retold = { ...course, title: 'Another title' };
    expect(scriptOf([retold])).toBe(scriptOf([course]));
    expect(scriptOf([{ ...course, chapters: [] }])).not.toBe(scriptOf([course]));
  });
});
