// Plays the lessons on a guest that was just built. Each step's checks must then be green: that is the proof that the lessons
// can be done on it. The machines as they stand after each lesson are kept: the prepared scenes.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { proveCourse, type Proof } from '../../src/course/prove/prove.ts';
import { lessonsOf, reachOf, sceneAfter, sceneOfStep } from '../../src/course/scenes.ts';
import type { Course, Lesson, Step } from '../../src/course/types.ts';
import { isPrepared, type GuestImage, type LabScene } from '../../src/v86/manifest.ts';
import type { V86Lab } from '../../src/v86/v86-lab.ts';
import { guestLab } from '../guest-lab.ts';
import { loadCourses } from '../lessons.ts';
import { withScene, writeManifest } from './manifest.ts';
import { pack } from './pack.ts';
import type { Runner } from './shell.ts';

/** For one command of a lesson: `dnf -y update` takes minutes on a busy computer. */
const PATIENCE_MS = 1_200_000;

export interface ScenePlan {
  readonly folder: string;
  readonly guest: string;
  readonly image: Pick<GuestImage, 'offers' | 'scenes'>;
  /** Keep the machines after every step, not only after every lesson. */
  readonly everyStep: boolean;
  readonly runner: Runner;
  readonly say: (line: string) => void;
}

/** The courses that can be played on a guest, as far as it offers what their chapters need. */
export const playable = ({ offers, scenes }: ScenePlan['image']): readonly Course[] =>
  loadCourses().filter((course) => course.scene in scenes).map((course) => reachOf(course, offers));

/** What the scenes of a guest depend on, beside the guest: what is typed, and what must then be true. */
export const scriptOf = (courses: readonly Course[]): string =>
  JSON.stringify(courses.flatMap(lessonsOf).flatMap(({ steps }) => steps.map(({ id, solve, checks }) => ({ id, solve, checks }))));

/** What a scene is made of: the state it begins with, and what is typed and checked up to its end. */
export function madeOf(course: Course, { scenes }: Pick<GuestImage, 'scenes'>, lesson: string): string {
  const lessons = lessonsOf(course);
  const before = lessons.slice(0, lessons.findIndex(({ id }) => id === lesson) + 1);
  return createHash('sha256').update(`${scenes[course.scene]?.hash ?? ''}\n${scriptOf([{ ...course, chapters: [{ id: '', title: '', summary: '', lessons: before }] }])}`).digest('hex').slice(0, 16);
}

/** How many lessons were played already, in a build that stopped later. */
export function playedLessons(course: Course, image: ScenePlan['image']): number {
  const isPlayed = ({ id }: Lesson): boolean => {
    const scene = image.scenes[sceneAfter(course, id)];
    return scene !== undefined && isPrepared(scene) && scene.made === madeOf(course, image, id);
  };
  return lessonsOf(course).findLastIndex(isPlayed) + 1;
}

/** A course without its first lessons. */
const without = (course: Course, count: number): Course => {
  const left = new Set(lessonsOf(course).slice(count));
  return { ...course, chapters: course.chapters.map((chapter) => ({ ...chapter, lessons: chapter.lessons.filter((lesson) => left.has(lesson)) })).filter(({ lessons }) => lessons.length > 0) };
};

/**
 * Plays what was not played yet; the manifest names each scene as soon as it is there. Throws at the first check that stays red; what was
 * made until then stays.
 */
export async function recordScenes(plan: ScenePlan): Promise<void> {
  mkdirSync(join(plan.folder, plan.guest, 'scenes'), { recursive: true });
  for (const course of playable(plan.image)) {
    const count = playedLessons(course, plan.image);
    const last = lessonsOf(course)[count - 1];
    if (last !== undefined) plan.say(`   goes on after ${last.id}`);
    const begin = last === undefined ? course.scene : sceneAfter(course, last.id);
    const lab = await guestLab(begin, { guest: plan.guest, folder: plan.folder });
    try {
      await new Recorder(plan, course, lab).play(without(course, count));
    } finally {
      await lab.close();
    }
  }
}

class Recorder {
  readonly #plan: ScenePlan;
  readonly #course: Course;
  readonly #lab: V86Lab;
  /** Packed by other processes while the lessons go on. */
  readonly #packing: Promise<void>[] = [];
  readonly #startMs = performance.now();

  constructor(plan: ScenePlan, course: Course, lab: V86Lab) {
    this.#plan = plan;
    this.#course = course;
    this.#lab = lab;
  }

  async play(course: Course): Promise<void> {
    const proofs = proveCourse(course, this.#lab, {
      only: [], proofs: ['solve'], isExact: false,
      limit: (what) => new Promise((_resolve, reject) => { setTimeout(() => { reject(new Error(`did not come back: ${what}`)); }, PATIENCE_MS).unref(); }),
      afterStep: (lesson, step) => this.#afterStep(lesson, step),
    });
    try {
      for await (const proof of proofs) this.#judge(proof);
    } finally {
      await Promise.all(this.#packing);
    }
  }

  #judge({ lesson, proof, failures, tried }: Proof): void {
    if (failures.length > 0) throw new Error(`${lesson} cannot be done on guest ${this.#plan.guest.toUpperCase()}:\n${failures.join('\n')}`);
    if (proof === 'solve') this.#plan.say(`   ok ${lesson} (${tried} ${tried === 1 ? 'step' : 'steps'}), ${((performance.now() - this.#startMs) / 1000).toFixed(0)} s`);
  }

  async #afterStep(lesson: Lesson, step: Step): Promise<void> {
    const isLast = step === lesson.steps.at(-1);
    if (!isLast && !this.#plan.everyStep) return;
    const name = sceneOfStep(this.#course, lesson, step);
    this.#packing.push(this.#keep(name, await this.#lab.saveScene(), isLast ? { made: madeOf(this.#course, this.#plan.image, lesson.id) } : {}));
  }

  async #keep(name: string, raw: Uint8Array, made: Pick<LabScene, 'made'>): Promise<void> {
    const { folder, guest, runner } = this.#plan;
    const path = `${guest}/scenes/${name.replaceAll(/[^a-z0-9-]+/g, '.')}.lab.zst`;
    const packed = await pack(raw, join(folder, path), 'scene', runner);
    writeManifest(folder, withScene(folder, guest, name, { lab: path, from: this.#course.scene, ...packed, ...made }));
  }
}
