import { describe, expect, test } from 'vitest';
import { scanSigned, scanUnsigned } from './numbers.ts';

describe('unsigned', () => {
  test.each([
    ['0', 64, 0],
    [' \t+5', 64, 5],
    ['-1', 64, 18446744073709551615n],
    ['-1', 8, 255],
    ['256', 8, 0],
    ['65589', 16, 53],
    ['4294967296', 32, 0],
    ['9007199254740993', 64, 9007199254740993n],
    ['99999999999999999999', 64, 18446744073709551615n],
    ['-99999999999999999999', 64, 18446744073709551615n],
    ['99999999999999999999', 32, 4294967295],
  ] as const)('%s in %i bits', (text, bits, value) => expect(scanUnsigned(text, bits)).toBe(value));
});

describe('signed', () => {
  test.each([
    ['-5', 64, -5],
    ['128', 8, -128],
    ['65536', 16, 0],
    ['4294967295', 32, -1],
    ['99999999999999999999', 64, 9223372036854775807n],
    ['-99999999999999999999', 64, -9223372036854775808n],
    ['99999999999999999999', 32, -1],
  ] as const)('%s in %i bits', (text, bits, value) => expect(scanSigned(text, bits)).toBe(value));
});

test.each(['', ' ', '-', '5 ', '5x', '0x10', '1.5', '1e3', '--5'])('%j is no number', (text) => {
  expect(scanUnsigned(text, 64)).toBeUndefined();
  expect(scanSigned(text, 64)).toBeUndefined();
});
