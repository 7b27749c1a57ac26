import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { YamlScalar } from '../yaml/node.ts';
import { type Edit, expandLists, followBack, type ListText, listText, MAX_LENGTH } from './expand-lists.ts';

const MARK = { pos: 0, line: 0, column: 0 };
const file = { name: 'f', content: '', text: '', shift: 0 };
const scalar = (value: string): YamlScalar => ({
  kind: 'scalar',
  mark: MARK,
  tag: '?',
  value,
  origin: { start: 0, end: value.length },
});
const list = (name: string, ...items: string[]): ListText =>
  listText(
    name,
    items.map((text) => ({ text, node: scalar(text), file })),
  );

const expand = (condition: string, ...lists: ListText[]): string => expandLists(condition, lists).text;

describe('expandLists', () => {
  test.each([
    ['a in (l)', 'a in ( x, y )', [list('l', 'x', 'y')]],
    ['a in (l, z)', 'a in ( x , z)', [list('l', 'x')]],
    ['a in (  l  )', 'a in ( x )', [list('l', 'x')]],
    ['l', 'x ', [list('l', 'x')]],
    ['a in (ll, l.l, l-)', 'a in (ll, l.l, l-)', [list('l', 'x')]],
    ['a in (l, l)', 'a in ( x , x )', [list('l', 'x')]],
    ['a in (l)', 'a in ( "x y", \'q r\' )', [list('l', 'x y', "'q r'")]],
    ['a = "in l here"', 'a = "in x here"', [list('l', 'x')]],
    ['a in (l, z)', 'a in (   z)', [list('l')]],
    ['a in (z, l)', 'a in (z  )', [list('l')]],
    ['a in (k)', 'a in ( x )', [list('k', 'l'), list('l', 'x')]],
    ['a in (k)', 'a in ( l )', [list('l', 'x'), list('k', 'l')]],
    ['a in (l)', 'a in ( l )', [list('l', 'l')]],
    ['', '', [list('l', 'x')]],
    ['a in (b c)', 'a in ( x )', [list('b c', 'x')]],
  ])('%j becomes %j', (condition, expected, lists) => expect(expand(condition, ...lists)).toBe(expected));

  test('tells which lists were used', () => {
    const lists = [list('k', 'x'), list('l', 'y')];
    expect(expandLists('a in (l)', lists).used).toEqual([lists[1]]);
  });

  test('stops at a length', () => {
    const lists = Array.from({ length: 60 }, (_, i) => list(`a${i}`, `a${i + 1}`, `a${i + 1}`));
    expect(expandLists('a in (a0)', lists).tooLong).toBe(true);
    expect(MAX_LENGTH).toBeGreaterThan(1_000_000);
  });
});

test('offsets of the expanded text lead back to the list item or to the same character', () => {
  const words = fc.constantFrom('l', 'k', 'z', ' ', '(', ')', ', ', '=', 'ab');
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), (parts) => {
      const condition = parts.join('');
      const edits: Edit[][] = [];
      const { text } = expandLists(condition, [list('k', 'one', 't wo'), list('l', 'K', 'k')], edits);
      for (let i = 0; i < text.length; i++) {
        const { offset, item } = followBack(i, edits);
        const c = text.charAt(i);
        if (item !== undefined) {
          if (/\w/.test(c)) expect(item.node.value.charAt(item.offset)).toBe(c);
        } else if (/[zab()=]/.test(c)) expect(condition.charAt(offset)).toBe(c);
      }
    }),
    { numRuns: 1000 },
  );
});
