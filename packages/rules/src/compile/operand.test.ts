import type { FieldInfo } from '@saker/schema/field-info.ts';
import { expect, test } from 'vitest';
import type { TypedTransform } from '../check/typed.ts';
import type { FieldBinder, FieldValue } from './field-source.ts';
import { bindOperand } from './operand.ts';

type Fields = Readonly<Record<string, { readonly type: FieldInfo['type']; readonly value: FieldValue | undefined }>>;

const FIELDS: Fields = {
  name: { type: 'CHARBUF', value: 'sh' },
  none: { type: 'CHARBUF', value: undefined },
  types: { type: 'CHARBUF', value: ['file', 'pipe'] },
  num: { type: 'UINT64', value: 258 },
  big: { type: 'UINT64', value: 2n ** 64n - 1n },
  fd: { type: 'INT64', value: -1 },
  uid: { type: 'UINT32', value: 0x4241 },
  port: { type: 'PORT', value: 0x4142 },
  ok: { type: 'BOOL', value: true },
  usage: { type: 'DOUBLE', value: 2 },
  ip: { type: 'IPADDR', value: 'ABCD' },
  each: { type: 'CHARBUF', value: ['bash', 'init'] },
};

const SOURCE: FieldBinder<undefined> = {
  bind(field) {
    const { value } = FIELDS[field.name] as { readonly value: FieldValue | undefined };
    return { kind: 'read', of: 'event', any: field.name === 'each', extract: () => value };
  },
  bindArgument(field, arg, type) {
    if (field.name === 'each') return { kind: 'const', value: 'bash init' };
    return SOURCE.bind(field, arg, type);
  },
};

type Arg = TypedTransform['args'][number];

function field(name: string): Arg & { kind: 'field' } {
  const { type } = FIELDS[name] as { readonly type: FieldInfo['type'] };
  return { kind: 'field', info: { name, type, format: 'PF_DEC', flags: name === 'types' ? ['IS_LIST'] : [] } };
}

function text(value: string): Arg & { kind: 'value' } {
  return { kind: 'value', value };
}

function list(...items: readonly ((Arg & { kind: 'field' | 'transform' }) | { kind: 'value'; value: string })[]): Arg {
  return { kind: 'list', items };
}

function transform(name: TypedTransform['name'], ...args: readonly Arg[]): TypedTransform {
  return { kind: 'transform', name, args, type: name === 'len' ? 'UINT64' : 'CHARBUF', list: false };
}

test.each<readonly [what: string, operand: TypedTransform, expected: FieldValue | undefined]>([
  ['texts and values', transform('concat', field('name'), text('-'), field('name')), 'sh-sh'],
  ['a missing part', transform('concat', field('name'), field('none')), undefined],
  ['a list field', transform('join', text(','), field('types')), 'file,pipe'],
  ['a list in a list', transform('join', text(','), list(field('name'), field('types'))), 'sh,file,pipe'],
  [
    '64-bit numbers in lists',
    transform('join', text(','), list(field('num'), field('fd'), field('big'))),
    '258,-1,18446744073709551615',
  ],
  [
    'other numbers in lists: their bytes up to a zero',
    transform('join', text(','), list(field('uid'), field('port'))),
    'AB,BA',
  ],
  ['truth values, fractions', transform('join', text(','), list(field('ok'), field('usage'))), '\x01,'],
  ['addresses', transform('join', text(','), list(field('ip'))), 'ABCD'],
  ['numbers outside lists', transform('concat', transform('len', field('name')), field('name')), '\x02sh'],
  [
    'all bytes of a separator',
    transform('join', transform('len', field('name')), list(text('a'), text('b'))),
    `a\x02${'\0'.repeat(7)}b`,
  ],
  ['what outputs show of all ancestors', transform('concat', field('each'), text('!')), 'bash init!'],
])('%s', (_, operand, expected) => {
  const bound = bindOperand(operand, SOURCE, 1);
  expect(bound.kind === 'read' ? bound.extract(undefined) : bound).toEqual(expected);
});
