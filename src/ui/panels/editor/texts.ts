/** Words of the editors that are the page's own; what vim and nano say is theirs. */
export const texts = {
  label: (editor: string, path: string) => `${editor}: ${path === '' ? 'new buffer' : path}`,
  keys: 'Keys of nano',
} as const;
