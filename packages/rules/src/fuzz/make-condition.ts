import { pick, type Random } from '@saker/core/fuzz/random.ts';
import { EVENTS } from '@saker/schema/events.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import { valueKind } from '../compile/operators/predicate.ts';
import { ALL_OPERATORS, TRANSFORMERS_AND_VAL } from '../language/operators.ts';

const FIELDS: readonly FieldInfo[] = FIELD_CLASSES.flatMap(({ fields }) => fields);
const SANE_FIELDS: readonly FieldInfo[] = FIELDS.filter(
  ({ name, flags }) =>
    !flags.includes('PRINT_ONLY') && !/^evt\.(?:arg|rawarg|around|type)$/.test(name) && !name.includes('env'),
);
const PARAMS: readonly string[] = [...new Set(EVENTS.flatMap(({ params }) => params.map(({ name }) => name)))];
const EVENT_NAMES: readonly string[] = [...new Set(EVENTS.map(({ name }) => name))];

const VALUES: readonly string[] = [
  ...[
    'bash',
    'sh',
    '/etc/passwd',
    '/etc',
    '/',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '22',
    '0x50',
    '1.5',
    '1e9',
    '*',
    '[a-z]*',
  ],
  ...[
    '127.0.0.1',
    '10.0.0.0/8',
    '::1',
    '::/0',
    '::ffff:1.2.3.4/99',
    '18446744073709551615',
    '9007199254740993',
    '-9223372036854775808',
  ],
  ...[
    '""',
    "''",
    '"a b"',
    "'it'",
    '"\\x00"',
    '"\\xff\\xfe"',
    '"\\"',
    '(',
    ')',
    'a,b',
    'val',
    'in',
    'not',
    'and',
    '<NA>',
    '%proc.name',
  ],
  ...[
    '"^(a+)+$"',
    '"(?i)[a-"',
    '"\\\\d{1,1000}"',
    '7f454c46',
    'cafe',
    'zz',
    '"é"',
    '😀',
    'shells',
    'm',
    '<',
    '>',
    '\0',
    '\t',
  ],
];

const TEXT_OPERATORS = [
  '=',
  '!=',
  'contains',
  'icontains',
  'startswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
  'in',
  'pmatch',
  'exists',
];
const NUMBER_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'in', 'exists'];
const TEXT_VALUES = [
  'bash',
  'sh',
  '/etc/passwd',
  '/etc',
  '/',
  'a',
  'b',
  'A',
  '"a b"',
  '""',
  "'*'",
  '/etc/*',
  '"\\xff"',
  'é',
  '"[ab]"',
  '1',
];
const NUMBER_VALUES = ['0', '1', '-1', '3', '22', '80', '255'];

/**
 * A condition of fields, operators and values of all kinds. `sane`: one that is likely to be in order, since a single mistake
 * refuses a whole file.
 */
export function makeCondition(random: Random, sane: boolean, depth = 4): string {
  const kind = random() % 10;
  if (depth === 0 || kind < 4) return sane ? makeSaneCheck(random) : makeCheck(random);
  if (kind < 7) {
    const word = pick([' and ', ' or '], random);
    return `(${Array.from({ length: 2 + (random() % 3) }, () => makeCondition(random, sane, depth - 1)).join(word)})`;
  }
  if (kind < 9) return `not ${makeCondition(random, sane, depth - 1)}`;
  if (sane) return makeSaneCheck(random);
  return pick(['m', 'n', 'started', 'by_shell', 'never_true', 'm1', 'evt.type'], random);
}

function makeSaneCheck(random: Random): string {
  if (random() % 6 === 0) return `evt.type in (${pick(EVENT_NAMES, random)}, open, close, read)`;
  const info = pick(SANE_FIELDS, random);
  const arg = info.flags.includes('ARG_REQUIRED') ? (info.flags.includes('ARG_INDEX') ? '[1]' : '[HOME]') : '';
  const kind = valueKind(info.type);
  const wrap =
    kind === 'text' && arg === '' && random() % 8 === 0 ? pick(['tolower', 'toupper', 'basename', 'b64'], random) : '';
  const left = wrap !== '' && !info.flags.includes('NO_TRANSFORMER') ? `${wrap}(${info.name})` : info.name + arg;
  if (info.flags.includes('IS_LIST')) return `${left} ${pick(['in', 'intersects'], random)} (a, b, ipv4, 1)`;
  if (kind === 'bool') return `${left} ${pick(['=', '!='], random)} ${pick(['true', 'false'], random)}`;
  if (kind === 'address')
    return `${left} ${pick(['=', '!='], random)} ${pick(['127.0.0.1', '10.0.0.5', '::1'], random)}`;
  if (kind === 'network') return `${left} ${pick(['=', '!='], random)} ${pick(['127.0.0.0/8', '10.0.0.5/32'], random)}`;
  const op = pick(kind === 'number' ? NUMBER_OPERATORS : TEXT_OPERATORS, random);
  const values = kind === 'number' ? NUMBER_VALUES : TEXT_VALUES;
  if (op === 'exists') return `${left} exists`;
  if (op === 'in' || op === 'pmatch') return `${left} ${op} (${pick(values, random)}, ${pick(values, random)})`;
  const modifier =
    kind === 'text' && random() % 8 === 0 && op !== 'regex' ? pick(['anyof', 'oneof', 'allof'], random) : '';
  return modifier === ''
    ? `${left} ${op} ${pick(values, random)}`
    : `${left} ${op} ${modifier} (${pick(values, random)}, ${pick(values, random)})`;
}

function makeCheck(random: Random): string {
  if (random() % 6 === 0) return `evt.type ${pick(['=', '!='], random)} ${pick(EVENT_NAMES, random)}`;
  if (random() % 6 === 0) return `evt.type in (${many(random, () => pick(EVENT_NAMES, random))})`;
  const left = makeOperand(random, 2);
  const op = pick(ALL_OPERATORS, random);
  if (op === 'exists') return `${left} exists`;
  const modifier = random() % 6 === 0 ? `${pick(['oneof', 'anyof', 'allof'], random)} ` : '';
  if (random() % 10 === 0) return `${left} ${op} ${pick(['val(', ''], random)}${makeOperand(random, 1)})`;
  const set = modifier !== '' || op === 'in' || op === 'intersects' || op === 'pmatch';
  const right = set ? `(${many(random, () => pick(VALUES, random))})` : pick(VALUES, random);
  return `${left} ${op} ${modifier}${right}`;
}

function makeOperand(random: Random, depth: number): string {
  if (depth > 0 && random() % 5 === 0) {
    const name = pick(TRANSFORMERS_AND_VAL, random);
    const inner = makeOperand(random, depth - 1);
    switch (name) {
      case 'join':
        return `join(",", (${inner}, ${makeOperand(random, depth - 1)}, "x"))`;
      case 'concat':
        return `concat(${inner}, "x", ${makeOperand(random, depth - 1)})`;
      case 'getopt':
        return `getopt(${inner}, "ab:")${pick(['', '[b]', '["long"]', '[0]'], random)}`;
      default:
        return `${name}(${inner})`;
    }
  }
  return makeField(random);
}

export function makeField(random: Random): string {
  const { name, flags } = pick(FIELDS, random);
  if (name === 'evt.arg' || name === 'evt.rawarg')
    return `${name}${pick(['.', '.', '['], random)}${pick(PARAMS, random)}`;
  if (!flags.includes('ARG_REQUIRED') && !(flags.includes('ARG_ALLOWED') && random() % 2 === 0)) return name;
  return `${name}[${pick(['0', '1', '3', '-1', '99999999999', 'HOME', '"a b"', "'x'", '2021-01-01 00:00:00', ''], random)}]`;
}

function many(random: Random, make: () => string): string {
  return Array.from({ length: random() % 6 }, make).join(pick([', ', ',', ' '], random));
}
