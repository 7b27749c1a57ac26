import { expect, test } from 'vitest';
import { bytesView } from './bytes.ts';
import { Interner, MAX_INTERNED } from './interner.ts';

function memory(text: string) {
  const buffer = new Uint8Array(text.length + 8);
  for (let i = 0; i < text.length; i++) buffer[i] = text.charCodeAt(i);
  return { bytes: bytesView(buffer.buffer), data: new DataView(buffer.buffer) };
}

test('the same bytes are one entry, wherever they lie', () => {
  const table = new Interner(1);
  const { bytes, data } = memory('/etc/passwd|/etc/passwd|/etc/shadow');
  expect(table.intern(bytes, data, 0, 11)).toBe('/etc/passwd');
  expect(table.find(bytes, data, 12, 23)).toBe(table.find(bytes, data, 0, 11));
  expect(table.find(bytes, data, 24, 35)).not.toBe(table.find(bytes, data, 0, 11));
  expect(table.size).toBe(2);
});

test('all lengths, bytes above 127, and nothing', () => {
  const table = new Interner(7);
  const text = Array.from({ length: 700 }, (_, i) => String.fromCharCode((i * 37) & 0xff)).join('');
  const { bytes, data } = memory(text);
  for (let length = 0; length <= 700; length++) {
    expect(table.intern(bytes, data, 0, length)).toBe(text.slice(0, length));
  }
  expect(table.size).toBe(MAX_INTERNED);
});

test('begins anew when full and stays right', () => {
  const table = new Interner(3);
  for (let i = 0; i < 40_000; i++) {
    const text = `/tmp/file-${i}`;
    const { bytes, data } = memory(text);
    expect(table.intern(bytes, data, 0, text.length)).toBe(text);
  }
  expect(table.flushes).toBe(2);
  expect(table.size).toBe(40_000 - 2 * 16_384);
});
