// Plays the lessons on a guest that was just built. Each step's checks must then be green: that is the proof that the lessons
// can be done on it. The machines as they stand after each lesson are kept: the prepared scenes.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { proveCourse, type Proof } from '../../src/course/prove/prove.ts';
import { lessonsOf, reachOf, sceneOfStep } from '../../src/course/scenes.ts';
import type { Course, Lesson, Step } from '../../src/course/types.ts';
import type { GuestImage, LabScene } from '../../src/v86/manifest.ts';
import type { V86Lab } from '../../src/v86/v86-lab.ts';
import { guestLab } from '../guest-lab.ts';
import { loadCourses } from '../lessons.ts';
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

/** Plays everything; returns what the manifest says of the new scenes. Throws at the first check that stays red. */
export async function recordScenes(plan: ScenePlan): Promise<Record<string, LabScene>> {
  const place = join(plan.folder, plan.guest, 'scenes');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const scenes: Record<string, LabScene> = {};
  for (const course of playable(plan.image)) {
    const lab = await guestLab(course.scene, { guest: plan.guest, folder: plan.folder });
    try {
      Object.assign(scenes, await new Recorder(plan, course, lab).play());
    } finally {
      await lab.close();
    }
  }
  return scenes;
}

class Recorder {
  readonly #plan: ScenePlan;
  readonly #course: Course;
  readonly #lab: V86Lab;
  /** Packed by other processes while the lessons go on. */
  readonly #packing: Promise<[string, LabScene]>[] = [];
  readonly #startMs = performance.now();

  constructor(plan: ScenePlan, course: Course, lab: V86Lab) {
    this.#plan = plan;
    this.#course = course;
    this.#lab = lab;
  }

  async play(): Promise<Record<string, LabScene>> {
    const proofs = proveCourse(this.#course, this.#lab, {
      only: [], proofs: ['solve'], isExact: false,
      limit: (what) => new Promise((_resolve, reject) => { setTimeout(() => { reject(new Error(`did not come back: ${what}`)); }, PATIENCE_MS).unref(); }),
      afterStep: (lesson, step) => this.#afterStep(lesson, step),
    });
    for await (const proof of proofs) this.#judge(proof);
    return Object.fromEntries(await Promise.all(this.#packing));
  }

  #judge({ lesson, proof, failures, tried }: Proof): void {
    if (failures.length > 0) throw new Error(`${lesson} cannot be done on guest ${this.#plan.guest.toUpperCase()}:\n${failures.join('\n')}`);
    if (proof === 'solve') this.#plan.say(`   ok ${lesson} (${tried} ${tried === 1 ? 'step' : 'steps'}), ${((performance.now() - this.#startMs) / 1000).toFixed(0)} s`);
  }

  async #afterStep(lesson: Lesson, step: Step): Promise<void> {
    if (step !== lesson.steps.at(-1) && !this.#plan.everyStep) return;
    const name = sceneOfStep(this.#course, lesson, step);
    this.#packing.push(this.#keep(name, await this.#lab.saveScene()));
  }

  async #keep(name: string, raw: Uint8Array): Promise<[string, LabScene]> {
    const { folder, guest, runner } = this.#plan;
    const path = `${guest}/scenes/${name.replaceAll(/[^a-z0-9-]+/g, '.')}.lab.zst`;
    return [name, { lab: path, from: this.#course.scene, ...await pack(raw, join(folder, path), 'scene', runner) }];
  }
}
