import type { Operator } from './ast.ts';

/** An operator or modifier as it is lexed: some words only count when a blank follows. */
export interface OperatorToken<Name extends string> {
  readonly text: Name;
  readonly needsBlank: boolean;
}

type Written = Operator | '==';

const plain = <Name extends string>(text: Name): OperatorToken<Name> => ({ text, needsBlank: false });
const word = <Name extends string>(text: Name): OperatorToken<Name> => ({ text, needsBlank: true });

// Order is the order of trial: the first that fits wins, so `<=` stands before `<` and `intersects` before `in`.
export const UNARY_OPERATORS: readonly OperatorToken<Written>[] = [plain('exists')];
export const NUMERIC_OPERATORS: readonly OperatorToken<Written>[] = [plain('<='), plain('<'), plain('>='), plain('>')];
export const STRING_OPERATORS: readonly OperatorToken<Written>[] = [
  plain('=='),
  plain('='),
  plain('!='),
  word('glob'),
  word('iglob'),
  word('contains'),
  word('icontains'),
  word('bcontains'),
  word('startswith'),
  word('bstartswith'),
  word('endswith'),
  word('regex'),
];
export const LIST_OPERATORS: readonly OperatorToken<Written>[] = [plain('intersects'), plain('in'), plain('pmatch')];

export type Modifier = 'oneof' | 'anyof' | 'allof';
export const MODIFIERS: readonly OperatorToken<Modifier>[] = [word('oneof'), word('anyof'), word('allof')];

/** Every operator as it is written, in the order in which Falco enumerates them in messages. */
export const ALL_OPERATORS: readonly string[] = [
  ...UNARY_OPERATORS,
  ...NUMERIC_OPERATORS,
  ...STRING_OPERATORS,
  ...LIST_OPERATORS,
].map((op) => op.text);

export type TransformerName = 'tolower' | 'toupper' | 'b64' | 'basename' | 'len' | 'join' | 'concat' | 'getopt';

/** Transformers that may stand on the left; on the right there is `val` as well. */
export const TRANSFORMERS: readonly TransformerName[] = [
  'tolower',
  'toupper',
  'b64',
  'basename',
  'len',
  'join',
  'concat',
  'getopt',
];
export const TRANSFORMERS_AND_VAL: readonly (TransformerName | 'val')[] = ['val', ...TRANSFORMERS];

/** `'a', 'b'` for messages. */
export function quoteNames(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
