// The parts of the page that F6 walks through. A part marks itself with `data-region`.

const regions = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null || region === document.body);

/** Gives the keyboard to the next (or previous) part; in the terminal part to the terminal itself. */
export function focusRegion(direction: 1 | -1): void {
  const all = regions();
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = all[at === -1 ? 0 : (at + direction + all.length) % all.length];
  if (next !== undefined) focusIn(next);
}

/** From the terminal to the lesson, or to whatever part is not the terminal. */
export function leaveTerminal(): void {
  const other = regions().find((region) => region.dataset.region === 'lesson') ?? regions().find((region) => region.dataset.region !== 'terminal');
  if (other !== undefined) focusIn(other);
}

function focusIn(region: HTMLElement): void {
  const input = region.querySelector<HTMLElement>('.cm-content, .xterm-helper-textarea');
  const isTerminal = region.dataset.region === 'terminal';
  (isTerminal && input !== null ? input : region).focus();
}

