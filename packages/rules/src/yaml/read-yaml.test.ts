import { describe, expect, test } from 'vitest';
import type { YamlNode } from './node.ts';
import { readYaml } from './read-yaml.ts';

/** Nodes as plain data; nothing is `~`. Shared nodes are written out where they are used. */
function plain(node: YamlNode): unknown {
  if (node.kind === 'null') return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(plain);
  const out: unknown[] = [];
  for (let i = 0; i < node.entries.length; i += 2)
    out.push([plain(node.entries[i] as YamlNode), plain(node.entries[i + 1] as YamlNode)]);
  return { map: out };
}

function read(text: string): unknown {
  const { documents, error } = readYaml(text);
  if (error !== undefined) return `${error.mark.line}:${error.mark.column}:${error.mark.pos} ${error.message}`;
  return documents.length === 1 ? plain(documents[0] as YamlNode) : documents.map(plain);
}

const value = (text: string): unknown => (read(`- ${text}`) as unknown[])[0];

describe('plain scalars', () => {
  test.each([
    ['a b', 'a b'],
    ['a  \n  b\n\n  c # d', 'a b\nc'],
    ['a#b', 'a#b'],
    ['http://x:80', 'http://x:80'],
    ['-1', '-1'],
    ['~', null],
    ['NULL', null],
    ['nULL', 'nULL'],
    ['', null],
    ['c\0t', 'c\t'],
    ['a\x04', 'a\x04'],
  ])('%j', (text, expected) => expect(value(text)).toEqual(expected));
});

describe('quoted scalars', () => {
  test.each([
    [`'it''s'`, "it's"],
    [`"\\x41\\u00e9\\U0001F600\\N"`, 'A\xc3\xa9\xf0\x9f\x98\x80\x85'],
    [`"a  \n   b\n\n c"`, 'a b\nc'],
    [`"a \\\n  b"`, 'a b'],
    [`"a\\n\\n"`, 'a\n\n'],
    [`"~"`, '~'],
    [`"never closed\n`, 'never closed '],
    [`"\n\n"`, ''],
  ])('%j', (text, expected) => expect(value(text)).toEqual(expected));
});

describe('block scalars', () => {
  test.each([
    ['|\n  a\n   b\n\n  c\n', 'a\n b\n\nc\n'],
    ['|-\n  a\n\n', 'a'],
    ['|+\n  a\n\n', 'a\n\n'],
    ['>\n  a\n  b\n\n  c\n   d\n  e\n', 'a b\nc\n d\ne\n'],
    ['>-\n  a\n  b', 'a b'],
    ['|2\n   a\n', ' a\n'],
    ['>2-\n   a\n   b\n', ' a\n b'],
    ['|  # comment\n  a', 'a'],
    ['|\n', ''],
  ])('%j', (text, expected) => expect(value(text)).toEqual(expected));
});

describe('collections', () => {
  test.each([
    [
      'a: 1\nb:\n- x\n- y\n',
      {
        map: [
          ['a', '1'],
          ['b', ['x', 'y']],
        ],
      },
    ],
    [
      '{a: 1, b, c: [d, e: f]}',
      {
        map: [
          ['a', '1'],
          ['b', null],
          ['c', ['d', { map: [['e', 'f']] }]],
        ],
      },
    ],
    [
      'a: 1\na: 2\n',
      {
        map: [
          ['a', '1'],
          ['a', '2'],
        ],
      },
    ],
    [
      '? a\n: b\n? c\n',
      {
        map: [
          ['a', 'b'],
          ['c', null],
        ],
      },
    ],
    [
      '- - a\n  - b\n-\n- c: d\n  e: f\n',
      [
        ['a', 'b'],
        null,
        {
          map: [
            ['c', 'd'],
            ['e', 'f'],
          ],
        },
      ],
    ],
    ['- &x a\n- *x\n- <<: *x\n', ['a', 'a', { map: [['<<', 'a']] }]],
    ['[a, b, ]', ['a', 'b']],
    ['{"a":1}', { map: [['a', '1']] }],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));
});

test('an alias is the very node of its anchor', () => {
  const { documents } = readYaml('- &a [x]\n- *a\n');
  const [root] = documents;
  if (root?.kind !== 'sequence') throw new Error('no sequence');
  expect(root.items[1]).toBe(root.items[0]);
});

test.each([
  ['--- a\n--- b\n...\n', ['a', 'b']],
  ['---\n--- b\n', []],
  ['# nothing\n', []],
  ['- a\nb\n', [['a'], 'b']],
  ['%YAML 1.2\n--- a\n', 'a'],
])('documents end at the first empty one: %j', (text, expected) => expect(read(text)).toEqual(expected));

test.each([
  ['!!str 5', 'tag:yaml.org,2002:str'],
  ['!x 5', '!x'],
  ['!<y> 5', 'y'],
  ['! 5', '!'],
  ['"5"', '!'],
  ['5', '?'],
  ['%TAG !e! tag:e,\n--- !e!z 5', 'tag:e,z'],
])('tag of %j', (text, tag) => {
  const [root] = readYaml(text).documents;
  expect(root?.kind === 'scalar' && root.tag).toBe(tag);
});

test.each([
  ['a: b: c', '0:4:4 illegal map value'],
  ['a: [x', '0:0:5 end of sequence flow not found'],
  ['a: {x', '0:0:5 end of map flow not found'],
  ['a: b\n]', '1:0:5 illegal flow end'],
  ['a: *b', '0:3:3 the referenced anchor is not defined: b'],
  ['a: @b', '0:3:3 unknown token'],
  ['a: "\\q"', '0:6:6 unknown escape character: q'],
  ['a: "\\xzz"', '0:8:8 bad character found while scanning hex number'],
  ['a: "\\ud800"', '0:10:10 invalid unicode: 55296'],
  ['a: "x', '0:5:5 illegal EOF in scalar'],
  ['a: "x\n--- y"', '1:0:6 illegal document indicator in scalar'],
  ['a: |x\n', '0:4:4 unexpected character in block scalar'],
  ['a: |0\n', '0:5:5 cannot set zero indentation for a block scalar'],
  ['a:\n\tb: c', '1:2:5 illegal map value'],
  ['a: b\n\tc', '1:0:5 illegal tab when looking for indentation'],
  ['a: "b" "c"', '0:7:7 unexpected scalar'],
  ['a: &b &c d', '0:6:6 cannot assign multiple anchors to the same node'],
  ['a: !b !c d', '0:6:6 cannot assign multiple tags to the same node'],
  ['%YAML 2.0\n--- a', '0:0:0 YAML major version too large'],
  ['%YAML x\n--- a', '0:0:0 bad YAML version: x'],
  ['%TAG a\n--- a', '0:0:0 TAG directives must have exactly two arguments'],
  ['- a\n b: c', '1:2:6 illegal map value'],
])('%j is refused', (text, expected) => expect(read(text)).toBe(expected));

test('lines are counted by the kind of line end that comes first', () => {
  const lineOf = (text: string): number => {
    const [root] = readYaml(text).documents;
    if (root?.kind !== 'sequence') throw new Error('no sequence');
    return root.items[root.items.length - 1]?.mark.line ?? -1;
  };
  expect(lineOf('- a\n- b')).toBe(1);
  expect(lineOf('- a\r\n- b')).toBe(1);
  expect(lineOf('- a\r- b')).toBe(1);
  expect(lineOf('- a\n- b\r- c')).toBe(1);
  expect(lineOf('- a\r- b\n- c')).toBe(1);
});

describe('hostile input', () => {
  test.each([
    ['nested brackets', '['.repeat(10_000), 'bad file'],
    ['nested braces', '{a: '.repeat(10_000), 'bad file'],
    ['nested dashes', '- '.repeat(10_000), 'bad file'],
  ])('%s', (_name, text, message) => expect(readYaml(text).error?.message).toBe(message));

  test.each([
    ['a plain scalar', `- ${'x'.repeat(10_000_000)}`],
    ['a plain scalar with colons', `- ${'x:x '.repeat(2_500_000)}`],
    ['a quoted scalar', `- "${'x '.repeat(5_000_000)}"`],
    ['a folded scalar', `- >\n${'  xyz abc\n'.repeat(200_000)}`],
  ])('10 MB in %s', (_name, text) => {
    const { documents, error } = readYaml(text);
    expect(error).toBeUndefined();
    expect(documents).toHaveLength(1);
  });

  test('aliases that multiply cost nothing', () => {
    let text = '- &a0 [x, x]\n';
    for (let i = 1; i < 1000; i++) text += `- &a${i} [*a${i - 1}, *a${i - 1}]\n`;
    expect(readYaml(text).error).toBeUndefined();
  });
});
