import { describe, expect, test } from 'vitest';
import type { Constant, ValueType } from './typed.ts';
import { convertRawArgValue, convertValue, unhex } from './values.ts';

const V6 = (...groups: number[]) => String.fromCharCode(...groups.flatMap((group) => [group >> 8, group & 0xff]));

describe('converted', () => {
  const cases: readonly (readonly [ValueType, string, Constant])[] = [
    ['INT16', '65536', 0],
    ['PID', '-1', -1],
    ['UINT32', '-1', 4294967295],
    ['DOUBLE', '-3', -3],
    ['BOOL', 'true', true],
    ['BOOL', 'false', false],
    ['PORT', '', 0],
    ['PORT', '65589', 53],
    ['PORT', 'https', 443],
    ['PORT', 'www', 80],
    ['PORT', 'syslog', 514],
    ['CHARBUF', 'x'.repeat(255), 'x'.repeat(255)],
    ['BYTEBUF', '\0\xff', '\0\xff'],
    ['IPADDR', '10.0.0.255', '\x0a\0\0\xff'],
    ['IPADDR', '::', V6(0, 0, 0, 0, 0, 0, 0, 0)],
    ['IPADDR', '2001:db8::1', V6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)],
    ['IPV6ADDR', '::ffff:1.2.3.4', V6(0, 0, 0, 0, 0, 0xffff, 0x102, 0x304)],
    ['IPV6ADDR', '1:2:3:4:5:6:7::', V6(1, 2, 3, 4, 5, 6, 7, 0)],
    ['IPNET', '10.1.2.3/8', { kind: 'net', address: '\x0a\0\0\0', bits: 8 }],
    ['IPNET', '10.1.2.3/20', { kind: 'net', address: '\x0a\x01\0\0', bits: 20 }],
    ['IPNET', '0.0.0.0/0', { kind: 'net', address: '\0\0\0\0', bits: 0 }],
    ['IPNET', '1.2.3.4/256', { kind: 'net', address: '\0\0\0\0', bits: 0 }],
    ['IPNET', 'fe80::1/10', { kind: 'net', address: V6(0xfe80, 0, 0, 0, 0, 0, 0, 0), bits: 10 }],
  ];
  test.each(cases)('%s %j', (type, text, value) => expect(convertValue(text, type)).toEqual({ ok: true, value }));
});

describe('refused', () => {
  const cases: readonly (readonly [ValueType, string, string])[] = [
    ['UINT64', 'x', 'x is not a valid number'],
    ['DOUBLE', '1.5', '1.5 is not a valid number'],
    ['BOOL', 'yes', 'filter error: unrecognized boolean value yes'],
    ['PORT', '-1', 'unrecognized protocol -1'],
    ['PORT', 'HTTP', 'unrecognized protocol HTTP'],
    ['CHARBUF', 'a\0b', 'filter error: filter value cannot contain a NUL byte (\\x00)'],
    ['CHARBUF', 'x'.repeat(256), `filter parameter too long (used=257, available=256):${'x'.repeat(256)}`],
    ['BYTEBUF', 'x'.repeat(256), 'filter parameter too long (byte buf)'],
    ['IPADDR', '1.2.3', 'unrecognized IPv4 address 1.2.3'],
    ['IPADDR', '01.2.3.4', 'unrecognized IPv4 address 01.2.3.4'],
    ['IPADDR', '::ffff:1.2.3.4', 'unrecognized IPv4 address ::ffff:1.2.3.4'],
    ['IPADDR', '1::2::3', 'unrecognized IPv6 address 1::2::3'],
    ['IPADDR', '1:2:3:4:5:6:7:8::', 'unrecognized IPv6 address 1:2:3:4:5:6:7:8::'],
    ['IPADDR', ':1', 'unrecognized IPv6 address :1'],
    ['IPADDR', '', 'unrecognized IPv6 address '],
    ['IPNET', '10.0.0.0', 'unrecognized IP network 10.0.0.0'],
    ['IPNET', '10.0/8.', 'unrecognized IP address 10.0/8.'],
    ['IPNET', '10.0.0.0/', ' is not a valid number'],
    ['IPNET', '10.0.0.0/33', 'invalid netmask 33'],
    ['IPNET', '::/0', 'invalid v6 netmask 0'],
    ['IPNET', '::/129', 'invalid v6 netmask 129'],
    ['IPNET', '::', 'invalid v6 netmask: ::'],
    ['SIGSET', '1', 'wrong parameter type 34'],
  ];
  test.each(cases)('%s %j', (type, text, message) => expect(convertValue(text, type)).toEqual({ ok: false, message }));

  test('a port that Falco does not survive', () => {
    expect(convertValue('2147483648', 'PORT')).toEqual({ ok: false, message: 'stoi', fatal: true });
  });

  test('a raw buffer parameter', () => {
    expect(convertRawArgValue('x', 'BYTEBUF')).toEqual({ ok: false, message: 'wrong parameter type 10' });
    expect(convertRawArgValue('5', 'FD')).toEqual({ ok: true, value: 5 });
  });
});

test.each([
  ['', ''],
  ['00fF7a', '\x00\xff\x7a'],
  ['0', undefined],
  ['0g', undefined],
  ['0x', undefined],
])('unhex %j', (text, bytes) => expect(unhex(text)).toBe(bytes));
