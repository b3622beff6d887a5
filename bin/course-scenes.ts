import type { SceneRecipe } from './scenes.ts';

/** The end of every chapter of every course, by playing the lessons' solutions. */
export function courseScenes(): Promise<readonly SceneRecipe[]> {
  return Promise.resolve([]);
}
