import { expect, test } from 'vitest';
import type { Constant, TypedCheck } from '../../check/typed.ts';
import type { Operator } from '../../language/ast.ts';
import type { FieldScalar } from '../field-source.ts';
import { countsFirstOnly, elementwisePredicate } from './elementwise.ts';

type Modifier = TypedCheck['modifier'];

function check(name: string, op: Operator, values: readonly Constant[], modifier?: Modifier): TypedCheck {
  const type = name.startsWith('proc.') ? (name === 'proc.apid' ? 'INT64' : 'CHARBUF') : typeOfFd(name);
  return {
    kind: 'check',
    left: { kind: 'field', info: { name, type, format: 'PF_NA', flags: [] } },
    op,
    ...(modifier === undefined ? {} : { modifier }),
    type,
    list: false,
    right: op === 'exists' ? { kind: 'none' } : { kind: 'values', values },
    source: undefined,
  };
}

function typeOfFd(name: string): TypedCheck['type'] {
  if (name === 'fd.net') return 'IPNET';
  if (name === 'fd.ip') return 'IPADDR';
  return name.endsWith('.name') ? 'CHARBUF' : 'PORT';
}

const LOCALHOST = '\x7f\0\0\x01';
const OTHER = '\x08\x08\x08\x08';
const NET_127 = { kind: 'net', address: '\x7f\0\0\0', bits: 8 } as const;
const NET_8 = { kind: 'net', address: '\x08\0\0\0', bits: 8 } as const;

const cases: readonly [
  name: string,
  op: Operator,
  values: readonly Constant[],
  modifier: Modifier,
  elements: readonly FieldScalar[],
  expected: boolean,
][] = [
  // Either end is enough for =, both are needed for !=.
  ['fd.ip', '=', [LOCALHOST], undefined, [OTHER, LOCALHOST], true],
  ['fd.ip', '=', [LOCALHOST], undefined, [OTHER, OTHER], false],
  ['fd.ip', '!=', [LOCALHOST], undefined, [OTHER, LOCALHOST], false],
  ['fd.ip', '!=', [LOCALHOST], undefined, [OTHER, OTHER], true],
  ['fd.ip', '!=', [LOCALHOST], undefined, [OTHER], true],
  ['fd.ip', 'in', [LOCALHOST, OTHER], undefined, [OTHER, LOCALHOST], false],
  ['fd.ip', 'intersects', [LOCALHOST], undefined, [LOCALHOST, LOCALHOST], false],
  ['fd.ip', '=', [OTHER, LOCALHOST], 'anyof', [LOCALHOST, LOCALHOST], false],
  ['fd.ip', '=', [LOCALHOST, OTHER], 'allof', [LOCALHOST, LOCALHOST], true],
  // No socket: it exists, and that is all.
  ['fd.ip', 'exists', [], undefined, [], true],
  ['fd.ip', '=', [LOCALHOST], undefined, [], false],
  ['fd.ip', '!=', [LOCALHOST], undefined, [], false],
  ['fd.port', 'in', [80, 53], undefined, [40000, 53], true],
  ['fd.port', '>', [30000], undefined, [40000, 53], true],
  ['fd.port', '!=', [53], undefined, [40000, 53], false],
  ['fd.port', 'intersects', [53], undefined, [40000, 53], false],
  ['fd.proto', '=', [53], undefined, [40000, 53], true],
  ['fd.net', '=', [NET_127], undefined, [OTHER, LOCALHOST], true],
  ['fd.net', '!=', [NET_127], undefined, [OTHER, LOCALHOST], false],
  ['fd.net', '!=', [NET_127], undefined, [OTHER, OTHER], true],
  ['fd.net', 'in', [NET_127, NET_8], undefined, [OTHER, OTHER], false],
  ['fd.net', 'in', [NET_8, NET_127], undefined, [OTHER, OTHER], true],
  ['fd.net', 'in', [], undefined, [OTHER, OTHER], false],
  ['fd.net', 'intersects', [NET_8], undefined, [OTHER, OTHER], false],
  ['fd.net', 'intersects', [NET_8], undefined, [OTHER], true],
  ['fd.sip.name', '=', ['a.example'], undefined, ['b.example', 'a.example'], true],
  ['fd.sip.name', '!=', ['a.example'], undefined, ['b.example', 'a.example'], false],
  ['fd.sip.name', '!=', ['a.example'], undefined, [''], true],
  // One ancestor is enough, for != as well.
  ['proc.aname', '=', ['bash'], undefined, ['sh', 'bash'], true],
  ['proc.aname', '!=', ['bash'], undefined, ['sh', 'bash'], true],
  ['proc.aname', '!=', ['bash'], undefined, ['bash', 'bash'], false],
  ['proc.aname', 'in', ['zsh', 'bash'], undefined, ['sh', 'bash'], true],
  ['proc.aname', 'startswith', ['ba', 's'], 'anyof', ['sh'], false],
  ['proc.aname', 'startswith', ['s', 'ba'], 'anyof', ['sh'], true],
  ['proc.apid', '=', [1], undefined, [7, 1], true],
  ['proc.apid', '>', [5], undefined, [7, 1], true],
  ['proc.apid', 'in', [1, 7], undefined, [7, 1], false],
];

test.each(cases)('%s %s %j %s on %j: %s', (name, op, values, modifier, elements, expected) => {
  expect(elementwisePredicate(check(name, op, values, modifier))(elements)).toBe(expected);
});

test('the order of constants counts where only the first does', () => {
  expect(countsFirstOnly(check('fd.net', 'in', [NET_8, NET_127]))).toBe(true);
  expect(countsFirstOnly(check('proc.aname', '=', ['a', 'b'], 'anyof'))).toBe(true);
  expect(countsFirstOnly(check('proc.aname', 'in', ['a', 'b']))).toBe(false);
  expect(countsFirstOnly(check('proc.name', '=', ['a', 'b'], 'anyof'))).toBe(false);
});
