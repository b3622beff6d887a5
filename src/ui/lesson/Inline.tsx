// Short texts with `code` in backquotes.

/** A sentence whose backquoted parts are code; a backquote without a partner is only that. */
export function Inline({ text }: { readonly text: string }) {
  const parts = text.split('`');
  return (
    <>
      {parts.map((part, index) => {
        if (index % 2 === 0) return part;
        return index === parts.length - 1 ? `\`${part}` : <code key={index}>{part}</code>;
      })}
    </>
  );
}
