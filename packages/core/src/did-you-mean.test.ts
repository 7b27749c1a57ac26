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
