// @vitest-environment jsdom
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Identity, TokenReport } from '../../../../lab/identity.ts';
import type { Answer, Probe } from '../../../../lab/probe.ts';
import type { Workspace } from '../../../store/workspace.ts';
import IdentityPanel from './IdentityPanel.tsx';
import { tokensOn } from './tokens.ts';

configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

const TOKEN = `gAAAAAB${'x'.repeat(170)}abcdef`;
const NOW = 1_795_165_200_000;

const IDENTITY: Identity = {
  domains: [{ id: 'default', name: 'Default', isEnabled: true }],
  users: [{ id: 'u1', name: 'admin', domain: 'Default', isEnabled: true }, { id: 'u2', name: 'old', domain: 'Default', isEnabled: false }],
  projects: [{ id: 'p1', name: 'admin', domain: 'Default', isEnabled: true, description: 'Bootstrap project.' }],
  roles: [{ id: 'r1', name: 'admin', implies: ['member'] }],
  assignments: [{ role: 'admin', actor: 'admin', actorKind: 'user', scope: 'system', target: 'all', isInherited: false }],
  services: [{ id: 's1', name: 'keystone', type: 'identity', isEnabled: true }, { id: 's2', name: 'glance', type: 'image', isEnabled: true }],
  endpoints: [{ id: 'e1', service: 'identity', interface: 'public', region: 'RegionOne', url: 'http://controller:5000/v3/', isEnabled: true }],
  regions: ['RegionOne'],
};

const REPORT: TokenReport = {
  isValid: true, refusal: null, keyFile: '/etc/keystone/fernet-keys/1', keyRole: 'primary', keyRepository: '/etc/keystone/fernet-keys',
  user: { id: 'u1', name: 'admin', domain: 'Default' }, scope: { kind: 'project', id: 'p1', name: 'admin' }, roles: ['admin', 'member'],
  methods: ['password'], issuedMs: NOW - 900_000, expiresMs: NOW + 2_700_000, nowMs: NOW, auditIds: ['wI_V6tG7QiS9ujIfcFimlw'],
};

/** The panel over a workspace that answers `answer` and shows one terminal. */
function draw(answer: (probe: Probe) => Promise<Answer>) {
  const asked: Probe[] = [];
  const store = createStore(() => ({ overviews: {}, terminals: [{ id: '1', host: 'controller' }] }));
  const workspace = {
    store,
    ask: (probe: Probe) => {
      asked.push(probe);
      return answer(probe);
    },
    screen: () => Promise.resolve(`| id | \u001b[1m${TOKEN}\u001b[0m |\r\n`),
  };
  render(<IdentityPanel workspace={workspace as unknown as Workspace} host="controller" />);
  return { asked, store };
}

const identity = (changes: Partial<Identity> = {}): Answer => ({ kind: 'identity', identity: { ...IDENTITY, ...changes } });

test('people with their roles, the catalogue by region and interface', async () => {
  draw(() => Promise.resolve(identity()));
  expect((await screen.findByText('admin on the whole system')).closest('li')?.textContent).toBe('admin @Defaultadmin on the whole system');
  expect(screen.getByText('old').closest('li')?.textContent).toBe('old @Default disabledno role anywhere');
  expect(screen.getByText('implies member').closest('li')?.textContent).toBe('admin implies member');
  const [keystone, glance] = screen.getAllByRole('table');
  expect(within(keystone as HTMLElement).getAllByRole('row').map((row) => row.textContent)).toEqual(['RegionInterfaceAddress', 'RegionOnepublichttp://controller:5000/v3/']);
  expect(within(glance as HTMLElement).getByText('no endpoint yet')).toBeTruthy();
});

test('what changed since the last look is marked', async () => {
  let users = IDENTITY.users.slice(0, 1);
  const { store } = draw(() => Promise.resolve(identity({ users })));
  await screen.findByRole('form', { name: 'Token inspector' });
  expect(screen.queryByText('changed')).toBeNull();
  users = [...IDENTITY.users];
  store.setState({ overviews: {} });
  expect((await screen.findByText('changed')).closest('li')?.textContent).toContain('old');
});

test('nothing to show, and why; machines that do not answer can be asked again', async () => {
  let answer = Promise.resolve<Answer>({ kind: 'identity', identity: null, problem: 'the database `keystone` has no tables of keystone yet', why: '`keystone-manage db_sync` makes them.' });
  const { store } = draw(() => answer);
  expect(screen.getByText('Reading keystone’s tables …')).toBeTruthy();
  expect((await screen.findByText(/has no tables of keystone yet/)).textContent).toBe('the database keystone has no tables of keystone yet. keystone-manage db_sync makes them.');
  answer = Promise.reject(new Error('gone'));
  answer.catch(() => undefined);
  store.setState({ overviews: {} });
  expect((await screen.findByRole('alert')).textContent).toContain('did not answer');
  answer = Promise.resolve(identity());
  fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
  await screen.findByRole('form', { name: 'Token inspector' });
});

test('a token that a terminal shows is opened: whose it is, what for, which key, how long', async () => {
  const { asked } = draw((probe) => Promise.resolve(probe.kind === 'token' ? { kind: 'token', report: REPORT } : identity()));
  fireEvent.click(await screen.findByRole('button', { name: 'Inspect the token gAAAAABxxxxx … abcdef of the terminal on controller' }));
  await screen.findByText('Keystone accepts it');
  expect(asked.at(-1)).toEqual({ kind: 'token', host: 'controller', token: TOKEN });
  expect(screen.getByText('User').nextElementSibling?.textContent).toBe('admin @Default u1');
  expect(screen.getByText('Scope').nextElementSibling?.textContent).toBe('project admin p1');
  expect(screen.getByText('Signed with').nextElementSibling?.textContent).toBe('/etc/keystone/fernet-keys/1 the primary key, which signs new tokens');
  expect(screen.getByText('Expires').nextElementSibling?.textContent).toContain('in 45 minutes');
  expect(screen.getByRole('meter').getAttribute('aria-valuenow')).toBe('25');
});

test('a token that is refused says why; pasted line breaks do not matter', async () => {
  const refused: TokenReport = { ...REPORT, isValid: false, keyFile: null, refusal: 'None of the keys opens it', why: 'It was signed with a key that is gone.' };
  const { asked } = draw((probe) => Promise.resolve(probe.kind === 'token' ? { kind: 'token', report: refused } : identity()));
  fireEvent.change(await screen.findByRole('textbox', { name: 'Token' }), { target: { value: 'gAAAAAB one\n two' } });
  fireEvent.click(screen.getByRole('button', { name: 'Inspect' }));
  expect((await screen.findByText('Keystone refuses it')).parentElement?.textContent).toBe('Keystone refuses it · None of the keys opens it.');
  expect(asked.at(-1)).toMatchObject({ token: 'gAAAAABonetwo' });
  expect(screen.queryByText('Scope')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(screen.queryByText('Keystone refuses it')).toBeNull());
});

test('tokens of a terminal, newest first, each once', () => {
  const other = `gAAAAAB${'y'.repeat(180)}`;
  expect(tokensOn('controller', `${TOKEN}\r\n${other} \u001b[0m${TOKEN} gAAAAshort`).map(({ token }) => token)).toEqual([TOKEN, other]);
});
