// What a package's and an index's bytes are in the lab: a real beginning, then the name that the catalogue knows.

/** rpm's lead (ED AB EE DB), as base/bytes writes bytes that are not UTF-8. */
const RPM_MAGIC = '\udced\udcab\udcee\udcdb\x03\0\0\0handstack\0';
const INDEX_MAGIC = '\x1f\udc8b\x08\0handstack-index\0';

/** The content of `….rpm` for a package by its `name-[epoch:]version-release.arch`. */
export const rpmFile = (nevra: string): string => `${RPM_MAGIC}${nevra}\0`;

/** The package that a file's content stands for, or null: no rpm. */
export const rpmNamed = (content: string): string | null => named(content, RPM_MAGIC);

/** The content of a repository's compressed index. */
export const indexFile = (name: string): string => `${INDEX_MAGIC}${name}\0`;

/** The index that a file's content stands for, or null. */
export const indexNamed = (content: string): string | null => named(content, INDEX_MAGIC);

function named(content: string, magic: string): string | null {
  if (!content.startsWith(magic)) return null;
  return content.slice(magic.length).split('\0')[0] ?? null;
}
