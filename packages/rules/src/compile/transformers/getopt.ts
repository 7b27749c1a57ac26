import type { ByteString } from '@saker/core/byte-string.ts';

interface Options {
  readonly valid: ReadonlySet<string>;
  readonly takesValue: ReadonlySet<string>;
}

function parseOptstring(text: ByteString): Options {
  const valid = new Set<string>();
  const takesValue = new Set<string>();
  for (let i = text.startsWith(':') ? 1 : 0; i < text.length; i++) {
    const option = text[i] as string;
    if (option === ':') continue;
    valid.add(option);
    if (text[i + 1] === ':') {
      takesValue.add(option);
      i++;
    }
  }
  return { valid, takesValue };
}

/**
 * getopt(3) for short options over an argument list: stops at `--` and at the first word that is no option, skips long
 * options. Without `selected`: the list of options and their values in order, `?` for unknown ones, `''` for a missing
 * value. With it: the last value of that option (its name where it takes none), undefined where it was not given.
 */
export function getopt(
  args: readonly ByteString[],
  optstring: ByteString,
  selected: string | undefined,
): readonly ByteString[] | ByteString | undefined {
  const options = parseOptstring(optstring);
  const all: ByteString[] = [];
  let last: ByteString | undefined;
  const emit = (name: ByteString, value?: ByteString): void => {
    if (selected !== undefined) {
      last = value ?? name;
      return;
    }
    all.push(name);
    if (value !== undefined) all.push(value);
  };
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word === '--') break;
    if (word.length > 2 && word.startsWith('--')) continue;
    if (word.length < 2 || word[0] !== '-') break;
    for (let at = 1; at < word.length; at++) {
      const option = word[at] as string;
      if (!options.valid.has(option)) {
        if (selected === undefined) all.push('?');
        continue;
      }
      const wanted = selected === undefined || selected === option;
      if (!options.takesValue.has(option)) {
        if (wanted) emit(option);
        continue;
      }
      const attached = word.slice(at + 1);
      const value = attached !== '' ? attached : i + 1 < args.length ? args[++i] : undefined;
      if (wanted) {
        if (value === undefined) emit('');
        else emit(option, value);
      }
      break;
    }
  }
  return selected === undefined ? all : last;
}
