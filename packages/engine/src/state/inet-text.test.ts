import { expect, test } from 'vitest';
import { ipText, isMappedIpv4 } from './inet-text.ts';

function bytes(hex: string): string {
  return (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}

const cases: readonly [hex: string, text: string][] = [
  ['7f000001', '127.0.0.1'],
  ['fffefd00', '255.254.253.0'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000000000001', '::1'],
  ['20010db8000000000000000000000001', '2001:db8::1'],
  ['20010db8000000010000000000000001', '2001:db8:0:1::1'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['20010db8000100020003000400050000', '2001:db8:1:2:3:4:5:0'],
  ['20010000000000000000000000000000', '2001::'],
  ['fe80000000000000020c29fffe9a1b2c', 'fe80::20c:29ff:fe9a:1b2c'],
  ['00000000000000000000ffff0a000001', '::ffff:10.0.0.1'],
  ['0000000000000000000000000a000001', '::10.0.0.1'],
  ['00000000000000000001ffff0a000001', '::1:ffff:a00:1'],
];

test.each(cases)('%s', (hex, text) => {
  expect(ipText(bytes(hex))).toBe(text);
});

test('IPv4 in IPv6 is recognised, all zeros too', () => {
  expect(isMappedIpv4(bytes('00000000000000000000ffff0a000001'))).toBe(true);
  expect(isMappedIpv4(bytes('00000000000000000000000000000000'))).toBe(true);
  expect(isMappedIpv4(bytes('00000000000000000000000000000001'))).toBe(false);
});
