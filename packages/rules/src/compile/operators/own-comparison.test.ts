import type { FieldInfo } from '@saker/schema/field-info.ts';
import { describe, expect, test } from 'vitest';
import type { Constant, TypedCheck } from '../../check/typed.ts';
import type { Operator } from '../../language/ast.ts';
import { ownComparison } from './own-comparison.ts';

function check(
  name: string,
  type: FieldInfo['type'],
  op: Operator,
  values: readonly Constant[],
  modifier?: 'oneof',
): TypedCheck {
  const info: FieldInfo = { name, type, format: 'PF_NA', flags: [] };
  const base = {
    kind: 'check',
    left: { kind: 'field', info },
    op,
    type,
    list: false,
    right: { kind: 'values', values },
    source: undefined,
  } as const;
  return modifier === undefined ? base : { ...base, modifier };
}

describe('fields with a comparison of their own', () => {
  test.each([
    ['evt.around', 'UINT64', '=', [5], 4, true],
    ['evt.around', 'UINT64', '=', [5], 6, false],
    ['evt.around', 'UINT64', '!=', [5], 5, true],
    ['evt.rawarg', 'INT64', '=', [3], 3, true],
    ['evt.rawarg', 'INT64', 'in', [3, 4], 3, false],
    ['evt.rawarg', 'CHARBUF', 'in', ['a', 'b'], 'b', true],
    ['evt.rawarg', 'BYTEBUF', '=', ['abc'], 'abc', false],
    ['evt.rawarg', 'BYTEBUF', '!=', ['abc'], 'abc', true],
  ] as const)('%s (%s) %s %j with %j: %s', (name, type, op, values, value, expected) => {
    expect(ownComparison(check(name, type, op, values))?.(value)).toBe(expected);
  });

  test('evt.rawarg looks at the first constant only, whatever the modifier', () => {
    expect(ownComparison(check('evt.rawarg', 'INT64', '=', [3, 3], 'oneof'))?.(3)).toBe(true);
  });

  test('other fields have none', () => {
    expect(ownComparison(check('fd.num', 'INT64', '=', [3]))).toBeUndefined();
  });
});
