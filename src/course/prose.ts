// A small, safe subset of hast (HTML as JSON) that lesson texts are compiled to. Exactly what follows may occur, so a
// renderer is a switch over these tags.

export type Prose = readonly ProseNode[];

export type ProseNode =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'element'; readonly tagName: ProseTag; readonly properties: ProseProperties; readonly children: Prose };

/**
 * `aside` carries `data.kind` in `dataKind`: `note`, `warning`, `why` (a `:::why` block of the lesson). Headings inside a
 * step start at h3. `pre` holds exactly one `code`.
 */
export const PROSE_TAGS = [
  'p', 'strong', 'em', 'code', 'pre', 'a', 'ul', 'ol', 'li', 'blockquote', 'h3', 'h4', 'hr', 'br', 'del',
  'table', 'thead', 'tbody', 'tr', 'th', 'td', 'aside', 'img', 'kbd', 'abbr',
] as const;

export type ProseTag = (typeof PROSE_TAGS)[number];

export interface ProseProperties {
  readonly href?: string;
  readonly src?: string;
  readonly alt?: string;
  /** `abbr`: the meaning. */
  readonly title?: string;
  /** `ol`: the first number. */
  readonly start?: number;
  /** `pre > code`: the fence's language, e.g. `ini`. */
  readonly dataLanguage?: string;
  /** `aside`: which kind. */
  readonly dataKind?: string;
  readonly align?: 'left' | 'right' | 'center';
}
