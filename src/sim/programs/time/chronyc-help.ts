/** A heading, or a command's form and what it does. */
type Entry = readonly [string, string?];

const ENTRIES: readonly Entry[] = [
  ['System clock:'],
  ['tracking', 'How well the clock is kept'],
  ['makestep', 'Set the clock in one step now'],
  ['waitsync [<max-tries> [<max-correction> [<max-skew> [<interval>]]]]', 'Wait until the clock is synchronised'],
  [''],
  ['Time sources:'],
  ['sources [-v]', 'Sources in use and how they answer'],
  ['sourcestats [-v]', 'What was measured of each source'],
  [''],
  ['NTP sources:'],
  ['activity', 'How many sources are online'],
  ['ntpdata [<address>]', 'The last good answer of a source'],
  ['add server <name> [options]', 'Add a source'],
  ['add pool <name> [options]', 'Add a pool of sources'],
  ['add peer <name> [options]', 'Add a peer'],
  ['delete <address>', 'Remove a source'],
  ['burst <n-good>/<n-max>', 'Ask quickly several times'],
  ['online [<address>]', 'Use sources again'],
  ['offline [<address>]', 'Stop asking sources'],
  ['reload sources', 'Read the source files again'],
  [''],
  ['NTP access:'],
  ['allow [<subnet>]', 'Let hosts ask us'],
  ['deny [<subnet>]', 'Refuse hosts'],
  ['clients', 'Who asked us'],
  ['serverstats', 'How often we were asked'],
  [''],
  ['Other daemon commands:'],
  ['cyclelogs', 'Close and open the logs'],
  ['dump', 'Write measurements to files'],
  ['rekey', 'Read the keys again'],
  ['shutdown', 'End chronyd'],
  [''],
  ['Client commands:'],
  ['dns -n|+n', 'Show addresses or names'],
  ['exit|quit', 'Leave'],
  ['help', 'This list'],
];

const line = ([form, text]: Entry): string => {
  if (text === undefined) return `${form.padEnd(28)}\n`;
  return form.length < 28 ? `${form.padEnd(28)}${text}\n` : `${form}\n${' '.repeat(28)}${text}\n`;
};

/** chronyc's help in our own words, laid out as chronyc lays it out. */
export const HELP = {
  commands: ENTRIES.map(line).join(''),
  usage: `Usage: chronyc [OPTION]... [COMMAND]...

Options:
  -n		Show addresses instead of names
  -N		Show names as configured
  -c		Values separated by commas
  -m		Several commands
  -h HOST	Daemon to talk to (/run/chrony/chronyd.sock,127.0.0.1,::1)
  -p PORT	Its port (323)
  -v, --version	Version
      --help	This text
`,
};
