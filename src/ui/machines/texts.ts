/** `Guest A` of `Guest A: systemd, dnf, MariaDB`. */
const short = (title: string): string => title.split(':')[0] ?? title;

/** Words about what the machines are made of. */
export const texts = {
  title: 'The real machine',
  lead: 'Everywhere else in Handstack the two hosts are simulated: quick, and able to tell you why something happened. Here they are real. An emulated PC runs in this tab, with a real Linux kernel, real systemd and a real MariaDB, and the same lessons and checks look at it.',
  honest: 'It is dressed as CentOS Stream 9, and says so: underneath it is Debian for 32 bits, because no current CentOS runs on such a PC. Package names and paths are those of the lessons; versions may differ.',
  facts: {
    download: 'To fetch first',
    memory: 'Memory of each host',
    system: 'What runs',
    chapters: 'Chapters',
    cost: 'What it costs',
  },
  megabytes: (bytes: number) => `about ${String(Math.round(bytes / 1e6))} MB`,
  downloadMore: (bytes: number) => `about ${String(Math.round(bytes / 1e6))} MB now; parts of the disk follow as they are read`,
  memory: (megabytes: number) => `${String(megabytes)} MB, and as much again for the emulator at its start`,
  cost: 'Little of a processor while it idles, all of one while it works. It stands still while the tab is hidden, and has no undo.',
  looking: 'Looking for the image …',
  costLarge: 'Python is thirty times slower there: some commands take a minute, and the lessons say which. It needs a computer with memory to spare.',
  begin: (title: string) => `Use ${short(title)}`,
  inUse: 'In use.',
  back: 'Use the simulated machines',
  nowSimulated: 'Now in use: the simulated machines.',
  nowReal: (title: string | null) => `Now in use: ${title === null ? 'the real machine' : short(title)}.`,
  separate: 'Each kind keeps a lab of its own, with its own progress. Nothing is lost by changing.',
  noImageTitle: 'No image is served here',
  noImage: 'The image of the real machine is not part of the page: it is built once, on Linux, from Debian’s packages. In a copy of Handstack, run',
  noImageThen: 'and start the page again with npm start. Every lesson works on the simulated machines meanwhile.',
  command: 'npm run guest',
  again: 'Look again',
  about: 'About the real machine',
  toLessons: 'To the lessons',
  stuck: 'A part of the machine’s disk could not be fetched. The machine waits for it; nothing is lost.',
  retry: 'Try again',
} as const;

/** Words when a real machine did not start, and the way on. */
export const startTexts = {
  'missing-image': {
    title: 'There is no real machine here',
    says: ['This place serves no image of it, or an old one. It is built once with npm run guest, in a copy of Handstack on Linux.'],
  },
  download: {
    title: 'The machine could not be fetched',
    says: ['The connection broke, or the server did not answer. What has arrived is kept by the browser, so another try is shorter.'],
  },
  memory: {
    title: 'Not enough memory for the real machine',
    says: ['The browser refused the memory that the emulated PC needs. Close other tabs and try again, or go on with the simulated machines: they need a tenth.'],
  },
  'old-state': {
    title: 'The machine does not fit its saved state',
    says: ['The saved state was made with other hardware than this version emulates.'],
  },
  stuck: {
    title: 'The machine does not answer',
    says: ['The emulated PC started, but what runs in it does not speak. On a busy computer another try may help.'],
  },
} as const;
