import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { OPTIONS, type OptionKey, type OptionSpec } from './options.ts';

/** A parsed command line. */
export class ParsedArgs {
  readonly operands: readonly string[];
  private readonly values: ReadonlyMap<OptionKey, readonly string[]>;

  constructor(operands: readonly string[], values: ReadonlyMap<OptionKey, readonly string[]>) {
    this.operands = operands;
    this.values = values;
  }

  /** The same options with other positional arguments. */
  withOperands(operands: readonly string[]): ParsedArgs {
    return new ParsedArgs(operands, this.values);
  }

  /** Was the option given? */
  has(key: OptionKey): boolean {
    return this.values.has(key);
  }

  /** The option's last value; undefined where it was not given, '' where its optional value was left out. */
  value(key: OptionKey): string | undefined {
    return this.values.get(key)?.at(-1);
  }

  /** All values of a repeatable option, in order. */
  list(key: OptionKey): readonly string[] {
    return this.values.get(key) ?? [];
  }
}

export type ParseResult = { readonly args: ParsedArgs } | { readonly error: string };

/**
 * Parses options as Falco and most tools do: `-r FILE`, `-rFILE`, `-vU`, `--rules FILE`, `--rules=FILE`; `--` ends them.
 * Options and positional arguments may be mixed. The error is a sentence for the user.
 */
export function parseArgs(words: readonly string[], allowed: readonly OptionKey[]): ParseResult {
  const byShort = new Map<string, OptionKey>();
  const byLong = new Map<string, OptionKey>();
  for (const key of allowed) {
    const option: OptionSpec = OPTIONS[key];
    if (option.short !== undefined) byShort.set(option.short, key);
    if (option.long !== undefined) byLong.set(option.long, key);
  }

  const operands: string[] = [];
  const values = new Map<OptionKey, string[]>();
  const unknown = (name: string): ParseResult => {
    const known = [...byLong.keys()].map((long) => `--${long}`);
    return { error: `unknown option '${name}'.${name.startsWith('--') ? didYouMeanText(name, known) : ''}` };
  };

  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') {
      operands.push(...words.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word : word.slice(0, equals);
      const key = byLong.get(name.slice(2));
      if (key === undefined) return unknown(name);
      const option: OptionSpec = OPTIONS[key];
      let value = equals < 0 ? undefined : word.slice(equals + 1);
      if (option.value === undefined) {
        if (value !== undefined) return { error: `${name} takes no value.` };
      } else if (value === undefined && !option.optional) {
        if (i + 1 >= words.length) return { error: `${name} needs a value (${option.value}).` };
        value = words[++i] as string;
      }
      const error = add(values, key, name, value ?? '');
      if (error !== undefined) return { error };
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const letter = word[at] as string;
      const key = byShort.get(letter);
      if (key === undefined) return unknown(`-${letter}`);
      const option: OptionSpec = OPTIONS[key];
      if (option.value === undefined) {
        add(values, key, `-${letter}`, '');
        continue;
      }
      let value = word.slice(at + 1);
      if (value === '') {
        if (i + 1 >= words.length) return { error: `-${letter} needs a value (${option.value}).` };
        value = words[++i] as string;
      }
      const error = add(values, key, `-${letter}`, value);
      if (error !== undefined) return { error };
      break;
    }
  }
  return { args: new ParsedArgs(operands, values) };
}

function add(values: Map<OptionKey, string[]>, key: OptionKey, name: string, value: string): string | undefined {
  const option: OptionSpec = OPTIONS[key];
  if (option.choices !== undefined && !option.choices.includes(value.toLowerCase())) {
    return `${name} takes ${option.choices.join(', ')}, not '${value}'.${didYouMeanText(value, option.choices)}`;
  }
  const list = values.get(key);
  if (list === undefined) values.set(key, [value]);
  else list.push(value);
  return undefined;
}
