import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { YamlNode, YamlScalar } from './node.ts';
import { readYaml } from './read-yaml.ts';
import { placeOf } from './scalar-origin.ts';

function scalarsOf(node: YamlNode): YamlScalar[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind === 'sequence') return node.items.flatMap(scalarsOf);
  return node.kind === 'map' ? node.entries.flatMap(scalarsOf) : [];
}

function firstScalar(text: string): YamlScalar {
  const [root] = readYaml(text).documents;
  const [scalar] = root === undefined ? [] : scalarsOf(root);
  if (scalar === undefined) throw new Error('no scalar');
  return scalar;
}

test.each([
  ['- plain text', 'text', 'text'],
  ['- plain\n   text', 'text', 'text'],
  ['- "in quotes\n   \\x41 text"', 'text', 'text'],
  ['- "in quotes\n   \\x41 text"', 'A', '\\x41'],
  ["- 'it''s text'", 'text', 'text'],
  ['- >\n   folded\n   text\n\n   here', 'here', 'here'],
  ['- >\n   folded\n   text', 'text', 'text'],
  ['- |\n   literal\n   text', 'text', 'text'],
  ['- >\r\n   folded\r\n   text', 'text', 'text'],
])('%j: %j stands where it was written', (text, part, written) => {
  const { value, origin } = firstScalar(text);
  expect(text.slice(placeOf(origin, value.indexOf(part))).startsWith(written)).toBe(true);
});

const WORDS = fc.constantFrom(
  'a',
  'bc',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  '#',
  ':',
  '"',
  "'",
  '\\',
  ',',
  '\\n',
  "''",
  'é',
  '\r\n',
);
const TEXTS = fc.array(WORDS, { maxLength: 30 }).map((words) => words.join(''));
const HEADERS = fc.constantFrom(
  '- ',
  '- "',
  "- '",
  '- >\n ',
  '- |\n ',
  '- >-\n  ',
  '- |+\n ',
  '- >2\n',
  'a: [',
  '- - ',
);

test('the map is total and monotonic, and copied characters stand where it says', () => {
  fc.assert(
    fc.property(HEADERS, TEXTS, fc.constantFrom('', '"', "'", ']', '\n'), (head, body, tail) => {
      const text = head + body + tail;
      for (const document of readYaml(text).documents) {
        for (const { value, origin } of scalarsOf(document)) {
          let last = 0;
          for (let i = 0; i <= value.length; i++) {
            const place = placeOf(origin, i);
            expect(place).toBeGreaterThanOrEqual(last);
            expect(place).toBeLessThanOrEqual(text.length);
            last = place;
            const c = value.charAt(i);
            if (/[a-c#:,]/.test(c)) expect(text.charAt(place)).toBe(c);
          }
          expect(placeOf(origin, value.length + 100)).toBe(placeOf(origin, value.length + 101));
          expect(placeOf(origin, -1)).toBe(placeOf(origin, 0));
        }
      }
    }),
    { numRuns: 2000 },
  );
});
