import type { PrintFormat } from '@saker/schema/event-info.ts';
import type { FieldType } from '@saker/schema/field-info.ts';
import { expect, test } from 'vitest';
import type { FieldValue } from '../fields/field.ts';
import { valueJson, valueText } from './value-text.ts';

type Row = readonly [type: FieldType, format: PrintFormat, value: FieldValue, text: string | undefined, json: string];

const SCALARS: readonly Row[] = [
  ['CHARBUF', 'PF_NA', 'a\0b', 'a', '"a"'],
  ['FSPATH', 'PF_NA', '/x\n', '/x\n', '"/x\\n"'],
  ['UINT64', 'PF_DEC', 18446744073709551615n, '18446744073709551615', '18446744073709551615'],
  ['UINT64', 'PF_ID', 7, '7', '7'],
  ['UINT64', 'PF_HEX', 255, 'FF', '"FF"'],
  ['UINT64', 'PF_OCT', 8, '10', '"10"'],
  ['UINT64', 'PF_10_PADDED_DEC', 5, '000000005', '"000000005"'],
  ['UINT64', 'PF_NA', 5, undefined, 'null'],
  ['UINT32', 'PF_NA', 1, undefined, 'null'],
  ['UINT32', 'PF_HEX', 4294967295, 'FFFFFFFF', '"FFFFFFFF"'],
  ['INT64', 'PF_DEC', -1, '-1', '-1'],
  ['INT64', 'PF_NA', -1, '-1', '"-1"'],
  ['INT64', 'PF_HEX', -1, 'FFFFFFFFFFFFFFFF', '"FFFFFFFFFFFFFFFF"'],
  ['INT16', 'PF_ID', -1, '-1', '-1'],
  ['PORT', 'PF_DEC', 443, '443', '443'],
  ['BOOL', 'PF_NA', true, 'true', 'true'],
  ['BOOL', 'PF_NA', false, 'false', 'false'],
  ['DOUBLE', 'PF_NA', 12.25, '12.2', '12.25'],
  ['DOUBLE', 'PF_NA', 12.75, '12.8', '12.75'],
  ['DOUBLE', 'PF_NA', 0, '0.0', '0.0'],
  ['DOUBLE', 'PF_DEC', 12.9, '12.9', '12'],
  ['IPADDR', 'PF_NA', '\x7f\0\0\x01', '127.0.0.1', '"127.0.0.1"'],
  ['IPADDR', 'PF_NA', `${'\0'.repeat(15)}\x01`, '::1', '"::1"'],
  ['IPV4ADDR', 'PF_NA', '\x0a\0\0\x01', '10.0.0.1', '"10.0.0.1"'],
  ['IPNET', 'PF_NA', '\x0a\0\0\x01', '<IPNET>', '"<IPNET>"'],
  ['BYTEBUF', 'PF_NA', 'a\0\xff"', 'a.."', '"a..\\""'],
  ['SOCKADDR', 'PF_NA', '\x02', undefined, 'null'],
  ['RELTIME', 'PF_DEC', 0, '0', '0'],
  ['ABSTIME', 'PF_DEC', 1795330138274433820n, '1795330138274433820', '1795330138274433820'],
];

for (const [type, format, value, text, json] of SCALARS) {
  test(`${type} ${format} ${String(text)}`, () => {
    const shape = { type, format, list: false };
    expect(valueText(shape, 'dots')(value)).toBe(text);
    expect(valueJson(shape, 'dots')(value)).toBe(json);
  });
}

test('byte buffers end where Falco has no more room', () => {
  const text = valueText({ type: 'BYTEBUF', format: 'PF_NA', list: false }, 'dots');
  expect(text('x'.repeat(1022))).toBe('x'.repeat(1022));
  expect(text('x'.repeat(1023))).toBe('x'.repeat(1021));
  const base64 = valueText({ type: 'BYTEBUF', format: 'PF_NA', list: false }, 'base64');
  expect(base64('abc')).toBe('YWJj');
  expect(base64('x'.repeat(765))).toHaveLength(1020);
  expect(base64('x'.repeat(766))).toBe('');
});

test('lists', () => {
  const strings = { type: 'CHARBUF', format: 'PF_NA', list: true } as const;
  const numbers = { type: 'UINT64', format: 'PF_DEC', list: true } as const;
  expect(valueText(strings, 'dots')(['a', 'b'])).toBe('(a,b)');
  expect(valueText(strings, 'dots')([])).toBe('()');
  expect(valueText(strings, 'dots')(['', '', 'a', ''])).toBe('(a,)');
  expect(valueText(strings, 'dots')(['x'.repeat(2000)])).toBe(`(${'x'.repeat(1022)}`);
  expect(valueJson(strings, 'dots')(['a', 'b"'])).toBe('["a","b\\""]');
  expect(valueJson(strings, 'dots')([])).toBe('null');
  expect(valueJson(numbers, 'dots')([1, 2n ** 60n])).toBe('[1,1152921504606846976]');
});
