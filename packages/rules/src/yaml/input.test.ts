import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { expect, test } from 'vitest';
import { decodeInput } from './input.ts';

const TEXT = '- é😀\n';
const utf16 = (little: boolean): string =>
  [...TEXT]
    .flatMap((c) => [...Array(c.length).keys()].map((i) => c.charCodeAt(i)))
    .map((unit) => {
      const bytes = [String.fromCharCode(unit >> 8), String.fromCharCode(unit & 255)];
      return (little ? bytes.reverse() : bytes).join('');
    })
    .join('');
const utf32 = (little: boolean): string =>
  [...TEXT]
    .map((c) => {
      const code = c.codePointAt(0) ?? 0;
      const bytes = [24, 16, 8, 0].map((shift) => String.fromCharCode((code >> shift) & 255));
      return (little ? bytes.reverse() : bytes).join('');
    })
    .join('');

test.each([
  ['UTF-8', utf8ToBytes(TEXT), 0],
  ['UTF-8 with mark', `\xef\xbb\xbf${utf8ToBytes(TEXT)}`, 3],
  ['UTF-16LE with mark', `\xff\xfe${utf16(true)}`, undefined],
  ['UTF-16BE with mark', `\xfe\xff${utf16(false)}`, undefined],
  ['UTF-16LE', utf16(true), undefined],
  ['UTF-16BE', utf16(false), undefined],
  ['UTF-32LE with mark', `\xff\xfe\0\0${utf32(true)}`, undefined],
  ['UTF-32BE with mark', `\0\0\xfe\xff${utf32(false)}`, undefined],
  ['UTF-32LE', utf32(true), undefined],
  ['UTF-32BE', utf32(false), undefined],
])('%s', (_name, content, shift) => expect(decodeInput(content)).toEqual({ text: utf8ToBytes(TEXT), shift }));

test.each([
  ['', ''],
  ['\xff\xfe', ''],
  ['\xff\xfea', ''],
  ['\xc3(', '\xc3('],
])('odd bytes %j', (content, text) => expect(decodeInput(content).text).toBe(text));
