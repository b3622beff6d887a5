/** All courses, compiled at build time by lessons.vite.ts. */
declare module 'virtual:lessons' {
  export const courses: readonly import('./types.ts').Course[];
}
