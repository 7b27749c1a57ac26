import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generalText } from './floats.ts';
import { signed64, signedText, unsigned64, unsignedDifference } from './integers.ts';

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const half = (value: bigint): readonly [number, number] => [Number(value >> 32n) | 0, Number(value & 0xffffffffn) | 0];

test('halves make up the whole, as a number wherever that is exact', () => {
  fc.assert(
    fc.property(u64, (value) => {
      const [hi, lo] = half(value);
      const unsigned = unsigned64(hi, lo);
      const signed = signed64(hi, lo);
      expect(BigInt(unsigned)).toBe(value);
      expect(BigInt(signed)).toBe(BigInt.asIntN(64, value));
      expect(typeof unsigned === 'number').toBe(value < 2n ** 53n);
    }),
  );
});

test('differences wrap like unsigned integers', () => {
  fc.assert(
    fc.property(u64, u64, (a, b) => {
      const difference = unsignedDifference(...half(a), ...half(b));
      expect(BigInt(difference)).toBe(BigInt.asUintN(64, a - b));
    }),
  );
});

test.each([
  [255, 8, 'PF_HEX', 'FF'],
  [-1, 8, 'PF_HEX', 'FFFFFFFF'],
  [-1, 64, 'PF_HEX', 'FFFFFFFFFFFFFFFF'],
  [8, 32, 'PF_OCT', '010'],
  [0, 32, 'PF_OCT', '0'],
  [-5, 64, 'PF_DEC', '-5'],
  [-5, 64, 'PF_10_PADDED_DEC', '-00000005'],
  [123, 64, 'PF_10_PADDED_DEC', '000000123'],
  [7, 16, 'PF_NA', '7'],
] as const)('%d of %d bits as %s', (value, bits, format, expected) => {
  expect(signedText(value, bits, format)).toBe(expected);
});

test.each([
  [0, '0'],
  [1.5, '1.5'],
  [100000, '100000'],
  [1000000, '1e+06'],
  [123456.7, '123457'],
  [999999.5, '1e+06'],
  [0.0001, '0.0001'],
  [0.00001234, '1.234e-05'],
  [0.1 + 0.2, '0.3'],
  [18446744073.7, '1.84467e+10'],
])('%d with six digits', (value, expected) => {
  expect(generalText(value)).toBe(expected);
});
