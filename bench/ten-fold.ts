/**
 * Rule files many times over, as a user with many teams has them: every rule, macro and list has another name in every
 * copy, and other constants, so that nothing can be answered by recognising a copy as a copy.
 */

/** Text operators whose bare constants get varied. */
const CONSTANT = /(\b(?:contains|icontains|startswith|endswith)\s+)("?)([A-Za-z0-9_./-]{2,})("?)/g;
const NAMED = /^- (rule|macro|list): *(.+?) *$/gm;

/** The files' text in copy `copy`; copy 0 is the original. */
export function varyRules(text: string, copy: number): string {
  if (copy === 0) return text;
  const names = new Set<string>();
  for (const [, kind, name] of text.matchAll(NAMED)) if (kind !== 'rule' && name !== undefined) names.add(name);
  let out = text.replace(NAMED, (_, kind: string, name: string) =>
    kind === 'rule' ? `- rule: ${name} copy ${copy}` : `- ${kind}: ${name}_${copy}`,
  );
  // Uses of macros and lists: whole words outside the lines that define them.
  out = out.replace(/[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_.[])/g, (word, offset: number) => {
    if (!names.has(word)) return word;
    const before = out[offset - 1];
    return before === '.' || before === '%' || before === '/' || before === '-' ? word : `${word}_${copy}`;
  });
  out = out.replace(CONSTANT, (all, op: string, open: string, value: string, close: string) =>
    names.has(value) || value.endsWith(`_${copy}`)
      ? all
      : `${op}${open}${value}${open === '' ? `.v${copy}` : `v${copy}`}${close}`,
  );
  // One more item in every list.
  return out.replace(/^( +items: *\[)(?=.)/gm, `$1vary_${copy}, `).replace(/, \]/g, ']');
}
