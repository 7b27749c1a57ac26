import { expect, test } from 'vitest';
import { conditionContext, fileContext, itemContext } from './context.ts';
import { snippetOf } from './snippet.ts';

const root = fileContext('f');
const show = (text: string, pos: number): string =>
  snippetOf(itemContext({ pos, line: 0, column: 0 }, 'rule', 'R', root), new Map([['f', text]]));

test.each([
  ['a: b\nc: d\n', 5, 'c: d\n^\n'],
  ['a: b\nc: d\n', 8, 'c: d\n   ^\n'],
  ['a: b\n', 99, 'a: b\n   ^\n'],
  ['a\n\n\n', 3, 'a\n^\n'],
  ['', 0, '<No context available>\n'],
  ['\n', 0, '<No context available>\n'],
  ['\nabcdefgh', 0, '...de...\n'],
  [`${'x'.repeat(100)}Y${'z'.repeat(100)}`, 100, `...${'x'.repeat(77)}Y${'z'.repeat(77)}...\n${' '.repeat(80)}^\n`],
])('%j at %i', (text, pos, expected) => expect(show(text, pos)).toBe(expected));

test('a condition is shown instead of the file', () => {
  const context = conditionContext({ index: 4, line: 1, column: 5 }, 'a = b', root);
  expect(snippetOf(context, new Map())).toBe('a = b\n    ^\n');
  expect(snippetOf(root, new Map())).toBe('<No context for file + f>\n');
});
