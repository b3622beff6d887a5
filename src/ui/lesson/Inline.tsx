// Short texts with `code` in backquotes.

/** A sentence whose backquoted parts are code. */
export function Inline({ text }: { readonly text: string }) {
  const parts = text.split('`');
  return <>{parts.map((part, index) => (index % 2 === 1 && index < parts.length - 1 ? <code key={index}>{part}</code> : part))}</>;
}
