// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Prose, ProseNode } from '../../course/prose.ts';
import { Inline } from './Inline.tsx';
import { ProseView } from './ProseView.tsx';

afterEach(cleanup);

const text = (value: string): ProseNode => ({ type: 'text', value });
const element = (tagName: Extract<ProseNode, { type: 'element' }>['tagName'], properties: object, ...children: Prose): ProseNode =>
  ({ type: 'element', tagName, properties, children });

const html = (prose: Prose): string => render(<ProseView prose={prose} />).container.firstElementChild?.innerHTML.replace(/ class="[^"]*"/g, '') ?? '';

test('prose becomes the elements it names', () => {
  expect(html([element('p', {}, text('Use '), element('code', {}, text('dnf')), text('.'))])).toBe('<p>Use <code>dnf</code>.</p>');
  expect(html([element('ol', { start: 3 }, element('li', {}, text('three')))])).toBe('<ol start="3"><li>three</li></ol>');
});

test('links to other sites open beside the lab, links inside stay', () => {
  expect(html([element('a', { href: 'https://docs.openstack.org/' }, text('docs'))])).toBe('<a href="https://docs.openstack.org/" target="_blank" rel="noreferrer">docs</a>');
  expect(html([element('a', { href: '#/free' }, text('here'))])).toBe('<a href="#/free">here</a>');
});

test('asides say what they are, also to screen readers; listings and tables are reached with the keyboard', () => {
  expect(html([element('aside', { dataKind: 'warning' }, text('Hot.'))])).toBe('<div data-kind="warning" role="note" aria-label="Careful"><p aria-hidden="true">Careful</p>Hot.</div>');
  expect(html([element('pre', {}, element('code', {}, text('x')))])).toBe('<pre tabindex="0"><code>x</code></pre>');
  expect(html([element('table', {}, element('tbody', {}, element('tr', {}, element('td', {}, text('x')))))])).toContain('tabindex="0" role="group"');
});

test('text is text, whatever it looks like', () => {
  expect(html([element('p', {}, text('<script>alert(1)</script>'))])).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
});

test('short texts: what stands in backquotes is code, a lone backquote is not', () => {
  const shown = (value: string): string => render(<Inline text={value} />).container.innerHTML;
  expect(shown('Run `dnf update` now')).toBe('Run <code>dnf update</code> now');
  expect(shown('a ` alone')).toBe('a ` alone');
});
