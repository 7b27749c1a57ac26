import { expect, test } from 'vitest';
import { didYouMean, didYouMeanText } from './did-you-mean.ts';

const known = ['replay', 'rules', 'fields', 'events', 'explain', 'proc.name', 'proc.pname', 'proc.aname'];

test.each([
  ['reply', ['replay']],
  ['Replay', ['replay']],
  ['repaly', ['replay']],
  ['filds', ['fields']],
  ['proc.nmae', ['proc.name', 'proc.aname', 'proc.pname']],
  ['replay', []],
  ['xyzzy', []],
])('%s', (word, expected) => {
  expect(didYouMean(word, known)).toEqual(expected);
});

test('text for a message', () => {
  expect(didYouMeanText('reply', known)).toBe(" Did you mean 'replay'?");
  expect(didYouMeanText('proc.nmae', known, 2)).toBe(" Did you mean 'proc.name' or 'proc.aname'?");
  expect(didYouMeanText('xyzzy', known)).toBe('');
});

test('very many or very long names take bounded time', () => {
  const many = Array.from({ length: 1_000_000 }, (_, i) => `proc.name${i}`);
  const started = performance.now();
  expect(didYouMean('proc.nam', many)).toContain('proc.name0');
  expect(didYouMean('x'.repeat(1e6), ['y'.repeat(1e6)])).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});
