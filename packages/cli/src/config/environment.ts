/** Replacements in one scalar; a variable that holds itself would go on for ever. */
const MAX_REPLACED = 100;

/**
 * Replaces `${NAME}` by the value of an environment variable (nothing where it is not set). `$${NAME}` stands for the
 * text `${NAME}`; a `$` before anything else, and a `${` without its `}`, stay as they are and end the replacing, as
 * they do in Falco.
 */
export function expandEnvironment(text: string, lookup: (name: string) => string | undefined): string {
  let out = '';
  let at = 0;
  let replaced = 0;
  for (;;) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return out + text.slice(at);
    const rest = text.slice(dollar);
    const end = text.indexOf('}', dollar);
    if (end < 0 || !/^\$?\$\{/.test(rest)) return out + text.slice(at);
    if (rest.startsWith('${')) {
      // The value is looked at again: a variable may hold `${ANOTHER}`.
      const value = replaced++ < MAX_REPLACED ? (lookup(text.slice(dollar + 2, end)) ?? '') : '';
      out += text.slice(at, dollar);
      text = value + text.slice(end + 1);
      at = 0;
    } else {
      out += `${text.slice(at, dollar)}$`;
      at = dollar + 2;
    }
  }
}
