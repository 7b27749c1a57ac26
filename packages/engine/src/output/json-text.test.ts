import { bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonDouble, jsonFieldText, jsonText } from './json-text.ts';

const byteText = fc.uint8Array().map((bytes) => String.fromCharCode(...bytes));
const unicode = fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed());

test('both encoders keep valid text and write valid JSON', () => {
  fc.assert(
    fc.property(unicode, (text) => {
      expect(JSON.parse(jsonText(utf8ToBytes(text)))).toBe(text);
      expect(JSON.parse(jsonFieldText(utf8ToBytes(text)))).toBe(text);
    }),
  );
});

test('any bytes become JSON without control characters and surrogates of their own', () => {
  fc.assert(
    fc.property(byteText, (bytes) => {
      expect(JSON.parse(jsonText(bytes))).toBe(bytesToUtf8(bytes));
      const field = jsonFieldText(bytes);
      expect((JSON.parse(field) as string).isWellFormed()).toBe(true);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(field).not.toMatch(/[\x00-\x1f]/);
    }),
  );
});

test.each([
  ['plain', '"plain"'],
  ['a"b\\c/d', '"a\\"b\\\\c/d"'],
  ['\b\f\n\r\t\x01\x1f\x7f', '"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f"'],
  ['\xc3\xa9', '"é"'],
])('%j alike in both', (bytes, expected) => {
  expect(jsonText(bytes)).toBe(expected);
  expect(jsonFieldText(bytes)).toBe(expected);
});

test.each([
  ['\xff', '\ufffd', '\ufffd'],
  ['\xc3(', '\ufffd(', 'è'],
  ['a\xc3', 'a\ufffd', 'a\ufffd'],
  ['\xe2\x82', '\ufffd', '\ufffd\ufffd'],
  ['\xc0\x80', '\ufffd\ufffd', '\ufffd'],
  ['\xed\xa0\x80', '\ufffd\ufffd\ufffd', '\ufffd'],
  ['\xf0\x9f\x98\x80', '😀', '😀'],
  ['\x80\x41', '\ufffdA', '\ufffd'],
])('%j: one encoder is strict, the other is not', (bytes, strict, careless) => {
  expect(JSON.parse(jsonText(bytes))).toBe(strict);
  expect(JSON.parse(jsonFieldText(bytes))).toBe(careless);
});

test.each([
  [0, '0.0'],
  [1, '1.0'],
  [0.5, '0.5'],
  [33.25, '33.25'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [9.313225815e-8, '9.313225815e-08'],
  [1e15, '1e+15'],
  [123456789012345, '123456789012345.0'],
])('%d', (value, expected) => {
  expect(jsonDouble(value)).toBe(expected);
});
