import { expect, it } from 'vitest';
import { beginning } from '../../bin/commands/prove.ts';
import { loadCourses } from '../../bin/lessons.ts';
import { lessonsOf } from '../../src/course/scenes.ts';

const [course] = loadCourses();
if (course === undefined) throw new Error('no course');
const from = (only: readonly string[], scenes: readonly string[]) => {
  const begin = beginning(course, only, scenes);
  return [begin.scene, lessonsOf(begin.course)[0]?.id];
};

it('begins a proof on a guest as near as its prepared scenes allow', () => {
  const scenes = ['antelope/bare', 'antelope/mariadb', 'antelope/keystone/tables'];
  expect(from([], scenes)).toEqual(['antelope/bare', 'antelope/environment/two-hosts']);
  expect(from(['antelope/keystone'], scenes)).toEqual(['antelope/mariadb', 'antelope/keystone/packages']);
  expect(from(['antelope/keystone/keys'], scenes)).toEqual(['antelope/keystone/tables', 'antelope/keystone/keys']);
  expect(from(['antelope/keystone/bootstrap'], scenes)).toEqual(['antelope/bare', 'antelope/environment/two-hosts']);
});
