import { expect, test } from 'vitest';
import { clockText, isoText, splitTime, zuluText } from './times.ts';

const time = splitTime(1795330138274433820n);

test('clock texts', () => {
  expect(clockText(time, 0, false, true)).toBe('06:48:58.274433820');
  expect(clockText(time, 0, false, false)).toBe('06:48:58');
  expect(clockText(time, 0, true, true)).toBe('2026-11-22 06:48:58.274433820');
  expect(clockText(time, 0, true, false)).toBe('2026-11-22 06:48:58');
});

test('an offset moves the date, too', () => {
  expect(clockText(time, -7 * 3600, true, false)).toBe('2026-11-21 23:48:58');
  expect(clockText(time, 19800, true, false)).toBe('2026-11-22 12:18:58');
});

test('ISO 8601', () => {
  expect(isoText(time)).toBe('2026-11-22T06:48:58.274433820+0000');
  expect(zuluText(splitTime(1_000_000_005n))).toBe('1970-01-01T00:00:01.000000005Z');
});
