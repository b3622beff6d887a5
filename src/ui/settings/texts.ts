/** Words of the settings. */
export const texts = {
  title: 'Settings',
  close: 'Close',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  fontSize: 'Size of terminal text',
  pixels: (size: number) => `${String(size)} px`,
  bigger: 'Larger',
  smaller: 'Smaller',
  oneClick: 'Run commands with one click',
  oneClickSays: 'Commands in a lesson get a button that types them into the terminal. Switch it off to type everything yourself.',
  screenReader: 'Screen-reader mode in terminals',
  screenReaderSays: 'Terminals announce what they print and keep a text that can be read line by line.',
  motion: 'Motion',
  motions: { system: 'As the system', reduced: 'Keep still' },
} as const;
