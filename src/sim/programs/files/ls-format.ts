import { humanSize, diskKib } from '../../host/human.ts';
import type { Stat } from '../../host/inode.ts';
import { modeText } from '../../host/mode.ts';
import { quoteName } from '../../host/quote.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { displayWidth, padEnd, padStart } from '../../host/width.ts';
import type { Colors, Entry } from './ls-color.ts';
import type { LsPlan } from './ls-options.ts';

const HALF_YEAR_MS = 31_556_952_000 / 2;
const TAB = 8;

/** A name ready to print: its text and what it takes of the line. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** Draws entries as ls's plan wants them; remembers whether a colour was set already. */
export class LsPainter {
  readonly #sys: Sys;
  readonly #plan: LsPlan;
  readonly #colors: Colors | null;
  #hasColored = false;

  constructor(sys: Sys, plan: LsPlan, colors: Colors | null) {
    this.#sys = sys;
    this.#plan = plan;
    this.#colors = colors;
  }

  /** All entries of one listing. */
  list(entries: readonly Entry[]): string {
    if (entries.length === 0) return '';
    const { layout } = this.#plan;
    if (layout === 'long') return this.#long(entries);
    const cells = this.#cells(entries, layout !== 'one' && layout !== 'commas');
    if (layout === 'columns') return this.#columns(cells, false);
    if (layout === 'across') return this.#columns(cells, true);
    if (layout === 'commas') return this.#commas(cells);
    return cells.map((cell) => `${cell.text}\n`).join('');
  }

  /** The line `total N` above a directory's listing. */
  total(entries: readonly Entry[]): string {
    const kib = entries.reduce((sum, entry) => sum + diskKib(entry.stat), 0);
    return `total ${this.#plan.sizes === 'bytes' ? kib : humanSize(kib * 1024, this.#base)}\n`;
  }

  get #base(): 1000 | 1024 {
    return this.#plan.sizes === 'si' ? 1000 : 1024;
  }

  /** A name as the quoting style wants it. */
  quoted(name: string): string {
    const { quoting, hidesControls } = this.#plan;
    if (quoting === 'shell') return quoteName(name);
    const escaped = name.replace(/[\x00-\x1f\x7f\\]/g, (sign) =>
      ({ '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\' })[sign] ?? `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
    if (quoting === 'escape') return escaped.replaceAll(' ', '\\ ');
    if (quoting === 'c') return `"${escaped.replaceAll('"', '\\"')}"`;
    return hidesControls ? name.replace(/[\x00-\x1f\x7f]/g, '?') : name;
  }

  /** Blanks before plain names where others carry quotes. */
  #align(entries: readonly Entry[]): (text: string) => string {
    const isAligned = this.#plan.quoting === 'shell' && entries.some((entry) => /^['"]/.test(this.quoted(entry.name)));
    return (text) => (isAligned && !/^['"]/.test(text) ? ' ' : '');
  }

  #paint(entry: Entry, text: string): string {
    const code = this.#colors?.of(entry) ?? '';
    if (code === '') return text;
    const start = this.#hasColored ? '' : '\x1b[0m';
    this.#hasColored = true;
    return `${start}\x1b[${code}m${text}\x1b[0m`;
  }

  #indicator(stat: Stat, isLong: boolean): string {
    const style = this.#plan.indicator;
    if (style === 'none') return '';
    if (stat.type === 'directory') return '/';
    if (style === 'slash') return '';
    if (stat.type === 'symlink') return isLong ? '' : '@';
    if (stat.type === 'fifo') return '|';
    if (stat.type === 'socket') return '=';
    return style === 'classify' && stat.type === 'file' && (stat.mode & 0o111) !== 0 ? '*' : '';
  }

  #cells(entries: readonly Entry[], aligned: boolean): Cell[] {
    const { inode, blocks, layout } = this.#plan;
    const lead = aligned ? this.#align(entries) : () => '';
    const isPadded = layout !== 'commas';
    const inodeWidth = isPadded ? Math.max(...entries.map((entry) => String(entry.stat.ino).length)) : 0;
    const blocksWidth = isPadded ? Math.max(...entries.map((entry) => this.#blocks(entry.stat).length)) : 0;
    return entries.map((entry) => {
      const name = this.quoted(entry.name);
      const before = (inode ? `${String(entry.stat.ino).padStart(inodeWidth)} ` : '') + (blocks ? `${this.#blocks(entry.stat).padStart(blocksWidth)} ` : '') + lead(name);
      const mark = this.#indicator(entry.stat, false);
      return { text: before + this.#paint(entry, name) + mark, width: displayWidth(before + name + mark) };
    });
  }

  #blocks(stat: Stat): string {
    return this.#plan.sizes === 'bytes' ? String(diskKib(stat)) : humanSize(diskKib(stat) * 1024, this.#base);
  }

  #commas(cells: readonly Cell[]): string {
    let text = '';
    let column = 0;
    for (const [index, cell] of cells.entries()) {
      if (index > 0) {
        const fits = column + cell.width + 2 < this.#plan.width;
        text += fits ? ', ' : ',\n';
        column = fits ? column + 2 : 0;
      }
      text += cell.text;
      column += cell.width;
    }
    return `${text}\n`;
  }

  /** GNU's layout: as many columns as fit, two blanks between; blanks become tabs where no colour is used. */
  #columns(cells: readonly Cell[], isAcross: boolean): string {
    const widths = this.#columnWidths(cells, isAcross);
    const columns = widths.length;
    const rows = Math.ceil(cells.length / columns);
    let text = '';
    for (let row = 0; row < rows; row += 1) {
      let at = 0;
      let start = 0;
      for (let column = 0; column < columns; column += 1) {
        const cell = cells[isAcross ? row * columns + column : column * rows + row];
        if (cell === undefined) break;
        text += this.#indent(at, start) + cell.text;
        at = start + cell.width;
        start += widths[column] ?? 0;
      }
      text += '\n';
    }
    return text;
  }

  #columnWidths(cells: readonly Cell[], isAcross: boolean): number[] {
    const most = Math.max(1, Math.min(cells.length, Math.floor(this.#plan.width / 3)));
    for (let columns = most; columns > 1; columns -= 1) {
      const rows = Math.ceil(cells.length / columns);
      const widths = Array.from({ length: columns }, () => 3);
      for (const [index, cell] of cells.entries()) {
        const column = isAcross ? index % columns : Math.floor(index / rows);
        widths[column] = Math.max(widths[column] ?? 3, cell.width + (column === columns - 1 ? 0 : 2));
      }
      if (widths.reduce((sum, width) => sum + width, 0) < this.#plan.width) return widths.slice(0, isAcross ? columns : Math.ceil(cells.length / rows));
    }
    return [Infinity];
  }

  #indent(from: number, to: number): string {
    if (this.#colors !== null) return ' '.repeat(Math.max(0, to - from));
    let text = '';
    for (let at = from; at < to;) {
      if (Math.floor(to / TAB) > Math.floor((at + 1) / TAB)) {
        text += '\t';
        at += TAB - (at % TAB);
      } else {
        text += ' ';
        at += 1;
      }
    }
    return text;
  }

  #long(entries: readonly Entry[]): string {
    const lead = this.#align(entries);
    const rows = entries.map((entry) => this.#fields(entry));
    const width = (field: number): number => Math.max(...rows.map((row) => displayWidth(row[field] ?? '')));
    const widths = Array.from({ length: 7 }, (_, field) => width(field));
    const isRight = [true, true, false, true, false, false, true];
    return entries.map((entry, index) => {
      const fields = (rows[index] ?? []).map((text, field) => (isRight[field] === true ? padStart : padEnd)(text, widths[field] ?? 0));
      const name = this.quoted(entry.name);
      const shown = lead(name) + this.#paint(entry, name) + this.#indicator(entry.stat, true);
      return `${[...fields.filter((_, field) => (widths[field] ?? 0) > 0), this.#date(entry.stat), shown].join(' ')}${this.#target(entry)}\n`;
    }).join('');
  }

  /** inode, blocks, mode, links, owner, group, size; '' where not shown. */
  #fields(entry: Entry): string[] {
    const { stat } = entry;
    const { plan, accounts } = { plan: this.#plan, accounts: this.#sys.accounts };
    const size = stat.type === 'character' ? '1, 3' : plan.sizes === 'bytes' ? String(stat.sizeBytes) : humanSize(stat.sizeBytes, this.#base);
    return [
      plan.inode ? String(stat.ino) : '', plan.blocks ? this.#blocks(stat) : '', modeText(stat), String(stat.nlink),
      plan.owner ? (plan.numeric ? null : accounts.byUid(stat.uid)?.name) ?? String(stat.uid) : '',
      plan.group ? (plan.numeric ? null : accounts.groupByGid(stat.gid)?.name) ?? String(stat.gid) : '', size,
    ];
  }

  #date(stat: Stat): string {
    const ms = stat[this.#plan.time];
    const now = this.#sys.nowMs();
    const isRecent = ms <= now && now - ms < HALF_YEAR_MS;
    const style = this.#plan.timeStyle;
    if (style === 'full-iso') return localTime(this.#sys, '%Y-%m-%d %H:%M:%S.%N %z', ms);
    if (style === 'long-iso') return localTime(this.#sys, '%Y-%m-%d %H:%M', ms);
    if (style === 'iso') return localTime(this.#sys, isRecent ? '%m-%d %H:%M' : '%Y-%m-%d ', ms);
    const [old = '', recent] = style.slice(1).split('\n');
    if (style.startsWith('+')) return localTime(this.#sys, isRecent ? recent ?? old : old, ms);
    return localTime(this.#sys, isRecent ? '%b %e %H:%M' : '%b %e  %Y', ms);
  }

  #target(entry: Entry): string {
    if (entry.stat.type !== 'symlink') return '';
    const target = this.#sys.readLink(entry.path);
    const shown = entry.behind === null ? this.quoted(target) : this.#paint({ ...entry, name: target, stat: entry.behind }, this.quoted(target));
    return ` -> ${shown}${entry.behind === null ? '' : this.#indicator(entry.behind, false)}`;
  }
}
