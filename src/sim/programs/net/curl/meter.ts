const HEADING = '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n'
  + '                                 Dload  Upload   Total   Spent    Left  Speed\n';

/** A number of bytes in five characters, as curl's meter writes it. */
export function fiveCharacters(bytes: number): string {
  const [kilo, mega, giga] = [1024, 1024 ** 2, 1024 ** 3];
  if (bytes < 100_000) return String(Math.floor(bytes)).padStart(5);
  if (bytes < 10_000 * kilo) return `${String(Math.floor(bytes / kilo)).padStart(4)}k`;
  if (bytes < 100 * mega) return `${String(Math.floor(bytes / mega)).padStart(2)}.${Math.floor((bytes % mega) / (mega / 10))}M`;
  if (bytes < 10_000 * mega) return `${String(Math.floor(bytes / mega)).padStart(4)}M`;
  return `${String(Math.floor(bytes / giga)).padStart(4)}G`;
}

function clock(seconds: number): string {
  if (seconds <= 0) return '--:--:--';
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;
}

/** curl's progress meter: text for stderr. */
export const METER = {
  heading: HEADING,
  /** Nothing has come yet; `spentSeconds` shows from one second on. */
  empty: (spentSeconds = 0): string =>
    `\r  0     0    0     0    0     0      0      0 --:--:-- ${clock(Math.floor(spentSeconds))} --:--:--     0`,
  /** All that was wanted has come: `size` announced, `received` and `sent` taken in `ms`. */
  done: (size: number, received: number, sent: number, ms: number): string => {
    const seconds = Math.max(0.001, ms / 1000);
    const percent = size > 0 && received >= size ? 100 : 0;
    const total = size + sent;
    const all = total > 0 && received + sent >= total ? 100 : 0;
    const current = ((received + sent) / seconds) * 1.1;
    return `\r${String(all).padStart(3)} ${fiveCharacters(total)}  ${String(percent).padStart(3)} ${fiveCharacters(received)}  ${String(sent > 0 ? 100 : 0).padStart(3)}`
      + ` ${fiveCharacters(sent)}  ${fiveCharacters(received / seconds)}  ${fiveCharacters(sent / seconds)} --:--:-- ${clock(Math.floor(seconds))} --:--:-- ${fiveCharacters(current)}`;
  },
};
