import { type ByteString, bytesOf, bytesToArray, utf8ToBytes } from '@saker/core/byte-string.ts';
import { pick, type Random } from '@saker/core/fuzz/random.ts';
import { mutate } from '@saker/scap/fuzz/mutate.ts';
import { makeBomb } from './bombs.ts';
import { makeCondition, makeField } from './make-condition.ts';

const TOKENS: readonly ByteString[] = [
  ...[
    '- ',
    '-',
    ': ',
    ':',
    '? ',
    '? - ',
    ', ',
    '[',
    ']',
    '{',
    '}',
    '#',
    ' #',
    '&a ',
    '*a',
    '!',
    '!!',
    '!!str ',
    '|',
    '>',
    '|-\n',
    '>+\n',
    '|9\n',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\"',
    '%',
    '%TAG ! x\n',
    '%YAML 1.2\n',
    '---\n',
    '...\n',
    '<<: *a',
    '~',
    'null',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '  ',
    '@',
    '`',
  ],
  ...[
    'rule',
    'macro',
    'list',
    'items',
    'condition',
    'output',
    'desc',
    'priority',
    'tags',
    'enabled',
    'append',
    'override',
    'exceptions',
  ],
  ...[
    'name',
    'fields',
    'comps',
    'values',
    'source',
    'capture',
    'capture_duration',
    'warn_evttypes',
    'skip-if-unknown-filter',
  ],
  ...[
    'required_engine_version',
    'required_plugin_versions',
    'alternatives',
    'version',
    'replace',
    'syscall',
    'true',
    'false',
    'yes',
  ],
  ...[
    ' and ',
    ' or ',
    ' not ',
    ' in ',
    ' exists',
    ' = ',
    ' (',
    ') ',
    ' intersects ',
    ' glob ',
    ' regex ',
    ' oneof ',
    ' val(',
  ],
  ...[
    'evt.type',
    'evt.type=open',
    'proc.name',
    'fd.name',
    'proc.aname[',
    '\\x',
    '\\u12',
    '\\U0001f600',
    '0x',
    '1e999',
    '-',
    '18446744073709551616',
  ],
  ...[
    '\0',
    '\x01',
    '\x7f',
    '\x80',
    '\xff\xfe',
    '\xfe\xff',
    '\xef\xbb\xbf',
    '\xc3',
    '\xed\xa0\x80',
    '\xf4\x90\x80\x80',
    '\xe2\x80\xa8',
    '\xc2\x85',
  ],
];

type Edit = (text: ByteString, random: Random, others: readonly ByteString[]) => ByteString;

const EDITS: readonly Edit[] = [
  (text, random) => bytesOf(mutate(bytesToArray(text), random)),
  insertToken,
  insertToken,
  replaceWord,
  replaceWord,
  editLine,
  editLine,
  indentLines,
  replaceValue,
  replaceValue,
  newCondition,
  newCondition,
  newCondition,
  spliceItems,
  spliceItems,
  moveItems,
  (text, random) => text + utf8ToBytes(makeBomb(random)),
];

/** A rules file made out of others: bytes, tokens, lines, keys, conditions and items changed, moved and put together. */
export function mutateRules(corpus: readonly ByteString[], random: Random): ByteString {
  if (random() % 10 === 0) return utf8ToBytes(makeBomb(random));
  if (random() % 3 === 0) return saneRules(random);
  let text = pick(corpus, random);
  for (let times = 1 + (random() % 4); times > 0; times--) text = pick(EDITS, random)(text, random, corpus);
  return text;
}

/** Some rules that mostly load, to be compiled together. */
function saneRules(random: Random): ByteString {
  const rules = Array.from({ length: 1 + (random() % 8) }, (_, i) => {
    const condition = makeCondition(random, true);
    return `- rule: r${i}\n  desc: d\n  condition: >-\n    ${condition}\n  output: x\n  priority: INFO\n`;
  });
  return utf8ToBytes(rules.join(''));
}

function insertToken(text: ByteString, random: Random): ByteString {
  const at = random() % (text.length + 1);
  const long = random() % 20 === 0 ? 1 + (random() % 3000) : 1;
  return text.slice(0, at) + pick(TOKENS, random).repeat(long) + text.slice(at);
}

/** Words of the text: one gives way to a token, or to another one. */
function replaceWord(text: ByteString, random: Random): ByteString {
  const words = [...text.matchAll(/[\w./%]+|[^\w\s]/g)];
  if (words.length === 0) return text;
  const { index, 0: old } = pick(words, random);
  const by = [pick(TOKENS, random), pick(words, random)[0], utf8ToBytes(makeField(random)), ''];
  return text.slice(0, index) + pick(by, random) + text.slice(index + old.length);
}

function editLine(text: ByteString, random: Random): ByteString {
  const lines = text.split('\n');
  const at = random() % lines.length;
  const count = 1 + (random() % 3);
  const to = random() % lines.length;
  switch (random() % 4) {
    case 0:
      lines.splice(at, count);
      break;
    case 1:
      lines.splice(to, 0, ...lines.slice(at, at + count));
      break;
    case 2:
      lines.splice(to, 0, ...lines.splice(at, count));
      break;
    default:
      lines[at] = (lines[at] as string).slice(0, random() % 80);
  }
  return lines.join('\n');
}

function indentLines(text: ByteString, random: Random): ByteString {
  const lines = text.split('\n');
  const at = random() % lines.length;
  const add = pick([' ', '  ', '\t', '- ', '#'], random);
  for (let i = at; i < Math.min(lines.length, at + 1 + (random() % 4)); i++) {
    const line = lines[i] as string;
    lines[i] = random() % 2 === 0 ? add + line : line.slice(1);
  }
  return lines.join('\n');
}

/** What stands behind a key gives way to something of another shape. */
function replaceValue(text: ByteString, random: Random): ByteString {
  const keys = [...text.matchAll(/^([ -]*[\w-]+: ?)(.*)$/gm)];
  if (keys.length === 0) return text;
  const { index, 1: head = '', 2: tail = '' } = pick(keys, random);
  const shapes = [
    '',
    '[]',
    '{}',
    '[[a]]',
    '[a, [b, {c: d}]]',
    '{a: b}',
    'true',
    '-1',
    '"%"',
    '"%proc.name %"',
    `[${tail}]`,
    `"${tail}"`,
    `{x: ${tail}}`,
  ];
  const by = random() % 3 === 0 ? (pick(keys, random)[2] ?? '') : pick(shapes, random);
  return text.slice(0, index) + head + by + text.slice(index + head.length + tail.length);
}

/** Conditions give way to made-up ones, as written or quoted, or get one added. */
function newCondition(text: ByteString, random: Random): ByteString {
  const found = [...text.matchAll(/^([ -]*condition: *)([^|>\n].*)$/gm)];
  const made = utf8ToBytes(makeCondition(random, false));
  const written = pick([made, `'${made.replaceAll("'", "''")}'`, `>\n    ${made}`, `|-\n    ${made}`], random);
  if (found.length === 0 || random() % 4 === 0) {
    const output = Array.from({ length: 3 }, () => `%${makeField(random)}`).join(' ');
    return `${text}\n- rule: Made ${random() % 3}\n  desc: d\n  condition: ${written}\n  output: '${utf8ToBytes(output).replaceAll("'", "''")}'\n  priority: INFO\n`;
  }
  const { index, 1: head = '', 2: tail = '' } = pick(found, random);
  const joined = random() % 3 === 0 ? `${tail} ${pick(['and', 'or', 'and not', ''], random)} ${made}` : written;
  return text.slice(0, index) + head + joined + text.slice(index + head.length + tail.length);
}

const itemsOf = (text: ByteString): ByteString[] => text.split(/^(?=- )/m);

function spliceItems(text: ByteString, random: Random, others: readonly ByteString[]): ByteString {
  const mine = itemsOf(text);
  const theirs = itemsOf(pick(others, random));
  const from = random() % theirs.length;
  mine.splice(random() % (mine.length + 1), random() % 2, ...theirs.slice(from, from + 1 + (random() % 3)));
  return mine.join('');
}

function moveItems(text: ByteString, random: Random): ByteString {
  const items = itemsOf(text);
  const [item = ''] = items.splice(random() % items.length, 1);
  items.splice(random() % (items.length + 1), 0, ...Array<string>(random() % 3).fill(item));
  return items.join('');
}
