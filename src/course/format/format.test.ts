import { describe, expect, it } from 'vitest';
import { compileCourses } from './course.ts';

const COURSE = [
  'title: Course', 'summary: About', 'release: Antelope', 'system: CentOS Stream 9', 'scene: antelope/bare',
  'values: {hosts.controller.ip: 10.0.0.11}', 'draws: [{name: passwords.db, kind: password, label: the password}]',
].join('\n');
const CHAPTER = 'title: Chapter\nsummary: About\nneeds: [mariadb]\n';
const FENCE = '```';

const LESSON = `---
title: Make a database
summary: One statement
covers: [K4]
minutes: 2
---
Why: **tables** on {{hosts.controller.ip}}.

:::why
Because http://controller:keystone stays text.
:::

## Create it {#create}

Type this:

${FENCE}run controller
mysql -u root
${FENCE}

${FENCE}quiz
kind: choice
asks: Which?
options:
  - {says: A, right: true, because: yes indeed}
  - {says: B, because: no}
${FENCE}

${FENCE}check
- id: exists
  says: The database \`keystone\` exists
  covers: [K4]
  database: {host: controller, name: keystone}
  hints: [Look at the statement]
${FENCE}

${FENCE}solve
controller# mysql <<SQL
CREATE DATABASE keystone;
SQL
${FENCE}

${FENCE}solve (alternative)
controller# mysqladmin create keystone
${FENCE}

${FENCE}mutate
- check: exists
  says: a typing error
  instead: "controller# mysqladmin create keystne"
  names: keystne
${FENCE}
`;

const compile = (lesson: string, course = COURSE) => compileCourses([
  { path: 'lessons/antelope/course.yaml', text: course },
  { path: 'lessons/antelope/02-mariadb/chapter.yaml', text: CHAPTER },
  { path: 'lessons/antelope/02-mariadb/03-create/lesson.md', text: lesson },
]);

describe('the lesson format', () => {
  it('compiles a lesson to plain data', () => {
    const [course] = compile(LESSON);
    expect(JSON.parse(JSON.stringify(course))).toEqual(course);
    expect(course).toEqual({
      id: 'antelope', title: 'Course', summary: 'About', release: 'Antelope', system: 'CentOS Stream 9', scene: 'antelope/bare',
      values: { 'hosts.controller.ip': '10.0.0.11' }, draws: [{ name: 'passwords.db', kind: 'password', label: 'the password' }],
      waits: {},
      chapters: [{
        id: 'antelope/mariadb', title: 'Chapter', summary: 'About',
        lessons: [{
          id: 'antelope/mariadb/create', file: 'lessons/antelope/02-mariadb/03-create/lesson.md',
          title: 'Make a database', summary: 'One statement', covers: ['K4'], minutes: 2, needs: ['mariadb'],
          intro: [{
            kind: 'prose',
            prose: [
              { type: 'element', tagName: 'p', properties: {}, children: [
                { type: 'text', value: 'Why: ' },
                { type: 'element', tagName: 'strong', properties: {}, children: [{ type: 'text', value: 'tables' }] },
                { type: 'text', value: ' on {{hosts.controller.ip}}.' },
              ] },
              { type: 'element', tagName: 'aside', properties: { dataKind: 'why' }, children: [
                { type: 'element', tagName: 'p', properties: {}, children: [
                  { type: 'text', value: 'Because ' },
                  { type: 'text', value: 'http://controller:keystone' },
                  { type: 'text', value: ' stays text.' },
                ] },
              ] },
            ],
          }],
          steps: [{
            id: 'antelope/mariadb/create#create', title: 'Create it', line: 13, covers: ['K4'],
            blocks: [
              { kind: 'prose', prose: [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: 'Type this:' }] }] },
              { kind: 'run', host: 'controller', text: 'mysql -u root' },
              { kind: 'quiz', quiz: {
                id: 'antelope/mariadb/create#quiz-1', kind: 'choice', asks: 'Which?', because: '',
                options: [{ says: 'A', right: true, because: 'yes indeed' }, { says: 'B', right: false, because: 'no' }],
              } },
            ],
            checks: [{
              id: 'antelope/mariadb/create#create/exists', says: 'The database `keystone` exists', mode: 'level',
              want: { kind: 'database', host: 'controller', name: 'keystone' }, hints: ['Look at the statement'],
            }],
            solve: [{ host: 'controller', user: 'root', text: 'mysql <<SQL\nCREATE DATABASE keystone;\nSQL' }],
            alternatives: [[{ host: 'controller', user: 'root', text: 'mysqladmin create keystone' }]],
            mutations: [{
              check: 'antelope/mariadb/create#create/exists', says: 'a typing error', when: 'instead', names: 'keystne',
              typing: [{ host: 'controller', user: 'root', text: 'mysqladmin create keystne' }],
            }],
          }],
        }],
      }],
    });
  });

  /** The lesson with another question in its first quiz's place. */
  const withQuiz = (quiz: string): string => LESSON.replace(new RegExp(`${FENCE}quiz\\n[^\`]*`), `${FENCE}quiz\n${quiz}\n`);
  const refused: readonly [string, string, string][] = [
    ['an unknown key in a check', LESSON.replace('  covers: [K4]\n  database', '  cover: [K4]\n  database'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:32: unknown key 'cover' (did you mean 'covers'?)"],
    ['an unknown key inside a kind', LESSON.replace('database: {host: controller, name', 'database: {host: controller, nam'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:33: unknown key 'nam' (did you mean 'name'?)"],
    ['an unknown key in the head', LESSON.replace('minutes: 2', 'minute: 2'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:5: unknown key 'minute' (did you mean 'minutes'?)"],
    ['an unknown variable', LESSON.replace('{{hosts.controller.ip}}', '{{hosts.controler.ip}}'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:7: unknown variable 'hosts.controler.ip' (did you mean 'hosts.controller.ip'?)"],
    ['a host that is not there', LESSON.replace('run controller', 'run controler'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:17: run names a host (controller), not 'controler'"],
    ['a step without id', LESSON.replace(' {#create}', ''),
      'lessons/antelope/02-mariadb/03-create/lesson.md:13: a step begins with "## Its title {#its-id}"'],
    ['a solution without prompt', LESSON.replace('controller# mysql <<SQL', 'mysql <<SQL'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:38: starts with a prompt such as 'controller# ', not 'mysql <<SQL'"],
    ['a row that no check covers', LESSON.replace('covers: [K4]\nminutes', 'covers: [K4, K5]\nminutes'),
      'lessons/antelope/02-mariadb/03-create/lesson.md:1: covers K5, but no check says so'],
    ['a mutation of no check', LESSON.replace('- check: exists', '- check: exist'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:48: mutate names check 'exist', which does not stand above it in this step"],
    ['two right answers of a choice', LESSON.replace('{says: B, ', '{says: B, right: true, '),
      'lessons/antelope/02-mariadb/03-create/lesson.md:22: this choice has 2 right options'],
    ['a repair whose wrong line would be right', withQuiz('kind: repair\nasks: "?"\nshown: |\n  a\nfaults:\n  - {line: 1, because: x, accepts: ["a"], answer: a}'),
      'lessons/antelope/02-mariadb/03-create/lesson.md:22: this repair: line 1 is accepted as it stands'],
    ['a gap that does not take its own answer', withQuiz('kind: fill\nasks: "?"\naccepts: ["b"]\nanswer: a'),
      'lessons/antelope/02-mariadb/03-create/lesson.md:22: this fill: its own answer is not among what it accepts'],
    ['raw HTML', LESSON.replace('Type this:', '<div>Type this:</div>'),
      'lessons/antelope/02-mariadb/03-create/lesson.md:15: raw HTML is not allowed in a lesson'],
    ['a link to nowhere', LESSON.replace('Type this:', 'See [that](#creat).'),
      "lessons/antelope/02-mariadb/03-create/lesson.md:1: a link goes to '#creat', which is not there"],
    ['a check of two kinds', LESSON.replace('  hints: [', '  updates: {host: controller}\n  hints: ['),
      'lessons/antelope/02-mariadb/03-create/lesson.md:30: check \'exists\' asks one thing'],
  ];
  it.each(refused)('refuses %s', (_what, lesson, message) => {
    expect(() => compile(lesson)).toThrow(message);
  });
});
