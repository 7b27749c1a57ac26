import type { Operator } from '../language/ast.ts';
import type { ValueType } from './typed.ts';

interface Comparison {
  readonly operators: ReadonlySet<Operator>;
  /** End of the message for any other operator. */
  readonly refusal: string;
}

const EQUALITY: readonly Operator[] = ['=', '!=', 'in', 'intersects', 'exists'];
const ORDER: readonly Operator[] = ['<', '<=', '>', '>='];

const NUMERIC: Comparison = {
  operators: new Set([...EQUALITY, ...ORDER]),
  refusal: 'operator not supported for numeric filters',
};
const BOOLEAN: Comparison = { operators: new Set(EQUALITY), refusal: 'operator not supported for numeric filters' };
const STRING: Comparison = {
  operators: new Set<Operator>([
    ...EQUALITY,
    ...ORDER,
    'contains',
    'icontains',
    'startswith',
    'endswith',
    'glob',
    'iglob',
    'pmatch',
    'regex',
  ]),
  refusal: 'operator not supported for string filters',
};
const BUFFER: Comparison = {
  operators: new Set<Operator>([...EQUALITY, 'contains', 'startswith', 'endswith', 'bcontains', 'bstartswith']),
  refusal: 'operator not supported for buffer filters',
};
const ADDRESS: Comparison = {
  operators: new Set(EQUALITY),
  refusal: 'operator not supported for ip address and network filters',
};
const LIST: Comparison = {
  operators: new Set<Operator>(['in', 'intersects', 'exists']),
  refusal: 'operator not supported list filters',
};

const COMPARISONS: Readonly<Partial<Record<ValueType, Comparison>>> = {
  INT8: NUMERIC,
  INT16: NUMERIC,
  INT32: NUMERIC,
  INT64: NUMERIC,
  UINT8: NUMERIC,
  UINT16: NUMERIC,
  UINT32: NUMERIC,
  UINT64: NUMERIC,
  ERRNO: NUMERIC,
  FD: NUMERIC,
  PID: NUMERIC,
  SYSCALLID: NUMERIC,
  SIGTYPE: NUMERIC,
  RELTIME: NUMERIC,
  ABSTIME: NUMERIC,
  PORT: NUMERIC,
  FLAGS8: NUMERIC,
  FLAGS16: NUMERIC,
  FLAGS32: NUMERIC,
  DOUBLE: NUMERIC,
  MODE: NUMERIC,
  ENUMFLAGS8: NUMERIC,
  ENUMFLAGS16: NUMERIC,
  ENUMFLAGS32: NUMERIC,
  BOOL: BOOLEAN,
  IPV4ADDR: ADDRESS,
  IPV4NET: ADDRESS,
  IPV6ADDR: ADDRESS,
  IPV6NET: ADDRESS,
  IPADDR: ADDRESS,
  IPNET: ADDRESS,
  CHARBUF: STRING,
  FSPATH: STRING,
  FSRELPATH: STRING,
  BYTEBUF: BUFFER,
};

const LIST_TYPES: ReadonlySet<ValueType> = new Set<ValueType>([
  'CHARBUF',
  'UINT64',
  'RELTIME',
  'ABSTIME',
  'BOOL',
  'IPADDR',
  'IPNET',
]);

/** Types that messages do not know by name. */
const UNNAMED: ReadonlySet<ValueType> = new Set<ValueType>(['IPV6ADDR', 'IPV6NET', 'FD32', 'PID32']);

/** A type's name as messages spell it. */
export function typeName(type: ValueType): string {
  if (type === 'DYN') return 'DYNAMIC';
  return UNNAMED.has(type) ? '<NA>' : type;
}

/** Falco's objection to comparing a (list of) `type` with `op`, or undefined when there is none. */
export function comparisonRefusal(
  op: Operator,
  modifier: string | undefined,
  type: ValueType,
  list: boolean,
): string | undefined {
  if (op === 'exists') return undefined;
  if (list && !LIST_TYPES.has(type)) return `list filters are not supported for type '${typeName(type)}'`;
  const comparison = list ? LIST : COMPARISONS[type];
  if (comparison === undefined) return `'${op}' operator not supported for type '${typeName(type)}'`;
  if (comparison.operators.has(op)) return undefined;
  if (comparison === ADDRESS && modifier !== undefined) {
    return `'${op}' with modifier not supported for ip address and network filters`;
  }
  return `'${op}' ${comparison.refusal}`;
}
