import type { PackageSpec } from '../../host/package.ts';
import { calcColumns, countLengths, formatColumns, formatNumber, widthOf, type Cell, type Screen } from './columns.ts';
import type { Available } from './sack.ts';
import type { Item, Solution } from './solver.ts';
import { byNevra, evrText } from './version.ts';

/** Items under the headings of dnf's table, in its order. */
export interface Bunch {
  readonly heading: string;
  readonly items: readonly Item[];
}

export const isForward = (item: Item): boolean => item.action !== 'erase';

const sorted = (items: readonly Item[]): Item[] => [...items].sort((left, right) => byNevra(left.spec, right.spec));

export function bunches(items: readonly Item[]): Bunch[] {
  const pick = (heading: string, choose: (item: Item) => boolean): Bunch => ({ heading, items: sorted(items.filter(choose)) });
  const install = (why: Item['why']) => (item: Item): boolean => item.action === 'install' && item.why === why;
  const erase = (why: Item['why']) => (item: Item): boolean => item.action === 'erase' && item.why === why;
  return [
    pick('Installing', install('asked')),
    pick('Upgrading', ({ action }) => action === 'upgrade'),
    pick('Reinstalling', ({ action }) => action === 'reinstall'),
    pick('Installing group/module packages', install('group')),
    pick('Installing dependencies', install('dependency')),
    pick('Installing weak dependencies', install('weak')),
    pick('Removing', erase('asked')),
    pick('Removing dependent packages', erase('dependent')),
    pick('Removing unused dependencies', erase('unused')),
    pick('Downgrading', ({ action }) => action === 'downgrade'),
  ];
}

/** Lines under a heading that are no packages: groups, modules, skipped packages. */
export interface ExtraLines {
  readonly heading: string;
  readonly rows: readonly (readonly [name: string, arch: string, evr: string, repository: string, size: string])[];
}

interface Row {
  readonly cells: readonly [string, string, string, string, string];
  readonly style: string;
  readonly replacing: readonly PackageSpec[];
}

const rowOf = (item: Item, screen: Screen): Row => ({
  cells: [item.spec.name, item.spec.arch, evrText(item.spec), item.repository, formatNumber(item.action === 'erase' ? item.spec.installedBytes : item.spec.sizeBytes)],
  style: screen.columns === null ? '' : item.action === 'erase' ? 'red' : item.repository === '@commandline' ? 'green' : 'bold,green',
  replacing: item.replaces.map(({ spec }) => spec).filter(({ name }) => name !== item.spec.name),
});

const skippedRow = ({ spec, repository }: Available): Row =>
  ({ cells: [spec.name, spec.arch, evrText(spec), repository, formatNumber(spec.sizeBytes)], style: '', replacing: [] });

/** dnf's list_transaction: the table and the counts below it; '' when there is nothing to show. */
export function transactionTable(solution: Solution, extras: readonly ExtraLines[], screen: Screen): string {
  const sections: { heading: string; rows: Row[] }[] = bunches(solution.items).map(({ heading, items }) => ({ heading, rows: items.map((item) => rowOf(item, screen)) }));
  for (const { heading, rows } of extras) sections.push({ heading, rows: rows.map((cells) => ({ cells: [...cells], style: '', replacing: [] })) });
  sections.push({
    heading: 'Skipping packages with broken dependencies',
    rows: [...solution.skipped].sort((left, right) => byNevra(left.spec, right.spec)).map(skippedRow),
  });
  const filled = sections.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) return '';
  const packages = filled.flatMap(({ rows }) => rows).filter(({ cells }) => cells[1] !== '');
  const widths = columnWidths(packages.map(({ cells }) => cells), screen);
  const rule = '='.repeat(Math.max(widthOf(screen), widths.reduce((total, each) => total + each, 0) + 5));
  const text = filled.map(({ heading, rows }) => `${heading}:\n${rows.map((row) => line(row, widths)).join('')}`).join('');
  return `${rule}\n${header(widths)}\n${rule}\n${text}\nTransaction Summary\n${rule}\n${counts(solution)}`;
}

function columnWidths(rows: readonly Row['cells'][], screen: Screen): number[] {
  const arch = Math.max(0, ...rows.map((cells) => cells[1].length));
  return calcColumns(
    [countLengths(rows.map((cells) => cells[0])), new Map(), countLengths(rows.map((cells) => cells[2])), countLengths(rows.map((cells) => cells[3])), new Map()],
    { indent: '  ', minimum: [1, arch, 1, 1, 5], remainderColumn: 2, total: widthOf(screen) },
  );
}

const fit = (width: number, long: string, short = long): string => (long.length > width ? short : long);

function header([name = 0, arch = 0, version = 0, repository = 0, size = 0]: readonly number[]): string {
  return formatColumns([
    [fit(name, 'Package'), -name], [fit(arch, 'Architecture', 'Arch'), -arch], [fit(version, 'Version'), -version],
    [fit(repository, 'Repository', 'Repo'), -repository], ['Size', size],
  ], ' ');
}

function line({ cells, style, replacing }: Row, [name = 0, arch = 0, version = 0, repository = 0, size = 0]: readonly number[]): string {
  const row: Cell[] = [[cells[0], -name, style], [cells[1], -arch], [cells[2], -version], [cells[3], -repository], [cells[4], size]];
  return formatColumns(row, ' ', '\n') + replacing.map((spec) => `     replacing  ${spec.name}.${spec.arch} ${evrText(spec)}\n`).join('');
}

function counts({ items, skipped }: Solution): string {
  const number = (choose: (item: Item) => boolean): number => items.filter(choose).length;
  const rows: [string, number][] = ([
    ['Install', number(({ action }) => action === 'install')], ['Upgrade', number(({ action }) => action === 'upgrade')],
    ['Remove', number(({ action }) => action === 'erase')], ['Downgrade', number(({ action }) => action === 'downgrade')], ['Skip', skipped.length],
  ] as [string, number][]).filter(([, count]) => count > 0);
  const action = Math.max(0, ...rows.map(([name]) => name.length));
  const digits = Math.max(0, ...rows.map(([, count]) => String(count).length));
  return rows.map(([name, count]) => `${name.padEnd(action)}  ${String(count).padStart(digits)} ${count === 1 ? 'Package' : 'Packages'}\n`).join('');
}
