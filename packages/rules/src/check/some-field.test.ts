import { expect, test } from 'vitest';
import { someField } from './some-field.ts';
import type { Typed, TypedField, TypedOperand, TypedRight } from './typed.ts';

function field(name: string): TypedField {
  return { kind: 'field', info: { name, type: 'CHARBUF', format: 'PF_NA', flags: [] } };
}

function join(...args: readonly TypedOperand[]): TypedOperand {
  return {
    kind: 'transform',
    name: 'concat',
    args: [
      { kind: 'value', value: 'x' },
      { kind: 'list', items: args },
    ],
    type: 'CHARBUF',
    list: false,
  };
}

function check(left: TypedOperand, right: TypedRight = { kind: 'none' }): Typed {
  return { kind: 'check', left, op: 'exists', type: 'CHARBUF', list: false, right, source: undefined };
}

const never: Typed = { kind: 'const', value: false, source: undefined };

test.each<[string, Typed, boolean]>([
  ['on the left', check(field('a')), true],
  ['another one', check(field('b')), false],
  ['on the right', check(field('b'), { kind: 'operand', operand: field('a') }), true],
  ['inside a transformer', check(join(field('b'), field('a'))), true],
  [
    'under and, or, not',
    {
      kind: 'and',
      children: [never, { kind: 'not', child: { kind: 'or', children: [check(field('a'))], source: 0 }, source: 0 }],
      source: 0,
    },
    true,
  ],
  ['nowhere', never, false],
])('%s', (_name, condition, expected) => {
  expect(someField(condition, ({ info }) => info.name === 'a')).toBe(expected);
});
