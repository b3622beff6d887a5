// A small course for the page's own tests: two chapters, a check that the fake lab can make true, quizzes of all kinds.
import type { Quiz } from '../course/quiz/types.ts';
import type { Chapter, Check, Course, Lesson, Step } from '../course/types.ts';

const check = (step: string, says: string): Check => ({
  id: `${step}/runs`,
  says,
  want: { kind: 'unit', host: 'controller', name: 'mariadb', running: true },
  hints: ['Which command starts a unit?', 'It is `start mariadb` here.'],
  mode: 'level',
});

const text = (value: string) => ({
  kind: 'prose' as const,
  prose: [{ type: 'element' as const, tagName: 'p' as const, properties: {}, children: [{ type: 'text' as const, value }] }],
});

export const QUIZZES: readonly Quiz[] = [
  {
    id: 'toy/two/start#quiz-1', kind: 'choice', asks: 'Who keeps tables?', because: 'Databases keep tables.',
    options: [{ says: 'MariaDB', right: true, because: 'It does.' }, { says: 'chrony', right: false, because: 'It keeps time.' }],
  },
  {
    id: 'toy/two/start#quiz-2', kind: 'several', asks: 'Which are hosts?', because: '',
    options: [
      { says: 'controller', right: true, because: 'The head.' },
      { says: 'compute1', right: true, because: 'The muscle.' },
      { says: 'keystone', right: false, because: 'A service.' },
    ],
  },
  { id: 'toy/two/start#quiz-3', kind: 'order', asks: 'In which order?', because: '', items: [{ says: 'install', because: 'First.' }, { says: 'start', because: 'Then.' }] },
  {
    id: 'toy/two/start#quiz-4', kind: 'match', asks: 'Who does what?', because: '',
    pairs: [{ left: 'chronyd', right: 'time', because: 'Its task.' }, { left: 'sshd', right: 'logins', because: 'Its task too.' }],
  },
  {
    id: 'toy/two/start#quiz-5', kind: 'fill', asks: 'Which word?', because: '', before: 'systemctl', after: 'mariadb', accepts: ['^start$'], answer: 'start',
    mistakes: [{ matches: '^stop$', because: 'That stops it.' }],
  },
  {
    id: 'toy/two/start#quiz-6', kind: 'repair', asks: 'What is wrong?', because: 'Sections stand in brackets.', shown: '[mysqld\nport = 3306\n',
    faults: [{ line: 1, because: 'The bracket is closed.', accepts: ['\\[mysqld\\]'], answer: '[mysqld]', mistakes: [{ matches: 'mysqld', because: 'Both brackets are wanted.' }] }],
  },
];

function step(lesson: string, name: string, quizzes: readonly Quiz[]): Step {
  const id = `${lesson}#${name}`;
  return {
    id, title: `Step ${name}`, covers: [], line: 1, alternatives: [], mutations: [],
    blocks: [text(`Text of ${name}.`), { kind: 'run', host: 'controller', text: 'start mariadb' }, ...quizzes.map((quiz) => ({ kind: 'quiz' as const, quiz }))],
    checks: [check(id, 'MariaDB runs')],
    solve: [{ host: 'controller', user: 'root', text: 'start mariadb' }],
  };
}

function lesson(chapter: string, name: string, title: string, quizzes: readonly Quiz[] = []): Lesson {
  const id = `${chapter}/${name}`;
  return {
    id, title, summary: '', covers: [], minutes: 3, needs: ['terminal'], file: `${id}.md`,
    intro: [text('The password is {{passwords.db}}.')],
    steps: [step(id, 'one', quizzes)],
  };
}

const chapter = (id: string, title: string, lessons: readonly Lesson[]): Chapter => ({ id, title, summary: `About ${title}.`, lessons });

export const COURSE: Course = {
  id: 'toy', title: 'A toy course', summary: 'For tests.', release: 'Antelope', system: 'CentOS Stream 9', scene: 'antelope/bare',
  values: {}, draws: [{ name: 'passwords.db', kind: 'password', label: 'the password' }],
  waits: { b: { 'toy/one/first#one': 62 } },
  chapters: [
    chapter('toy/one', 'Beginnings', [lesson('toy/one', 'first', 'The first lesson')]),
    chapter('toy/two', 'Ends', [lesson('toy/two', 'start', 'The last lesson', QUIZZES)]),
  ],
};
