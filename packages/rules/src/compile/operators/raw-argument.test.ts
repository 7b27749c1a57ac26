import {
  PPME_SYSCALL_BRK_4_X,
  PPME_SYSCALL_EVENTFD2_X,
  PPME_SYSCALL_MOUNT_X,
  PPME_SYSCALL_PPOLL_X,
  PPME_SYSCALL_READ_X,
} from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import type { Constant, TypedCheck, ValueType } from '../../check/typed.ts';
import type { Operator } from '../../language/ast.ts';
import { interpretCheck } from '../interpret.ts';

function check(arg: string, type: ValueType, op: Operator, values: readonly Constant[]): TypedCheck {
  return {
    kind: 'check',
    left: { kind: 'field', info: { name: 'evt.rawarg', type, format: 'PF_NA', flags: [] }, arg },
    op,
    type,
    list: false,
    right: { kind: 'values', values },
    source: undefined,
  };
}

test.each<
  readonly [
    arg: string,
    type: ValueType,
    op: Operator,
    values: readonly Constant[],
    eventType: number,
    value: number | string,
    expected: boolean,
  ]
>([
  ['res', 'ERRNO', '>', [-1], PPME_SYSCALL_READ_X, 0, true],
  // Unsigned: -1 is the largest number.
  ['res', 'ERRNO', '>', [-1], PPME_SYSCALL_BRK_4_X, 4096, false],
  ['res', 'ERRNO', '<', [-1], PPME_SYSCALL_BRK_4_X, 4096, true],
  ['timeout', 'INT64', '<', [-1], PPME_SYSCALL_PPOLL_X, 5, true],
  // Cut off to 16 bits.
  ['flags', 'FLAGS32', '=', [65537], PPME_SYSCALL_EVENTFD2_X, 1, true],
  ['flags', 'FLAGS32', '>', [65536], PPME_SYSCALL_EVENTFD2_X, 1, true],
  ['flags', 'FLAGS32', 'in', [1], PPME_SYSCALL_EVENTFD2_X, 1, false],
  // Bytes of a number as text.
  ['dev', 'UINT32', '=', [0x6261], PPME_SYSCALL_MOUNT_X, 'ab', true],
  ['dev', 'UINT32', '!=', [0], PPME_SYSCALL_MOUNT_X, 'tmpfs', true],
])('evt.rawarg.%s (%s) %s %j on type %i with %j: %s', (arg, type, op, values, eventType, value, expected) => {
  const source = { bind: () => ({ kind: 'read', of: 'event', extract: () => value }) as const };
  expect(interpretCheck(check(arg, type, op, values), undefined, eventType, source).result).toBe(expected);
});
