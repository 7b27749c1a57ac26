import type { ByteString } from '@saker/core/byte-string.ts';
import type { Constant, NetConstant, TypedCheck, ValueType } from '../../check/typed.ts';
import type { Operator } from '../../language/ast.ts';
import type { FieldScalar, FieldValue } from '../field-source.ts';
import { compileCaselessSearch } from './caseless-search.ts';
import { compileGlob } from './glob.ts';
import { compileNetworks } from './networks.ts';
import { compilePathPrefixes } from './path-prefix.ts';
import { compileRegex } from './regex.ts';
import { cString, withoutTrailingNul } from './text.ts';

/** Does a value satisfy a comparison with constants. The value is there: missing ones never come here. */
export type Predicate = (value: FieldValue) => boolean;

/** One value against one constant. */
type Compare = (value: FieldScalar) => boolean;

/** Kinds of values that compare alike. */
export type ValueKind = 'number' | 'bool' | 'text' | 'buffer' | 'address' | 'network';

export function valueKind(type: ValueType): ValueKind {
  switch (type) {
    case 'CHARBUF':
    case 'FSPATH':
    case 'FSRELPATH':
      return 'text';
    case 'BYTEBUF':
      return 'buffer';
    case 'BOOL':
      return 'bool';
    case 'IPADDR':
    case 'IPV4ADDR':
    case 'IPV6ADDR':
      return 'address';
    case 'IPNET':
      return 'network';
    default:
      return 'number';
  }
}

/**
 * The comparison of a check as a function of its left side's value. `raw`: the value is the result of a transformer, so
 * that text may contain NULs (fields never yield them).
 */
export function compilePredicate(check: TypedCheck, raw: boolean): Predicate {
  if (check.op === 'exists') return () => true;
  if (check.right.kind !== 'values') throw new Error('a comparison with another field is no predicate of one value');
  const values = check.right.values;
  const kind = valueKind(check.type);
  if (check.list) return compileListPredicate(check.op, kind, values);
  if (check.modifier !== undefined) return compileModifier(check, kind, values, raw);
  const text = kind === 'text' && raw;
  switch (check.op) {
    case 'in':
    case 'intersects': {
      const member = compileMembership(kind, values);
      return text ? (v) => member(withoutTrailingNul(v as ByteString)) : (member as Predicate);
    }
    case 'pmatch': {
      const matches = compilePathPrefixes(values as readonly ByteString[]);
      return (v) => matches(withoutTrailingNul(v as ByteString));
    }
    default: {
      const constant = values[0];
      if (constant === undefined) return () => false;
      return scalarPredicate(check.op, kind, constant, raw);
    }
  }
}

function scalarPredicate(op: Operator, kind: ValueKind, constant: Constant, raw: boolean): Predicate {
  const compare = compileCompare(op, kind, constant);
  if (kind === 'text' && raw && op !== 'regex') return (v) => compare(cString(v as ByteString));
  return compare as Predicate;
}

/** `in`/`intersects`: equality with any constant. */
export function compileMembership(kind: ValueKind, values: readonly Constant[]): Compare {
  if (kind === 'network') {
    const inside = compileNetworks(values as readonly NetConstant[]);
    return (v) => inside(v as ByteString);
  }
  const set = new Set<FieldScalar>(values as readonly FieldScalar[]);
  if (set.size === 1) {
    const only = values[0] as FieldScalar;
    return (v) => v === only;
  }
  return (v) => set.has(v);
}

/** List fields: `in` = every element, `intersects` = some element. An empty list is `in` anything. */
function compileListPredicate(op: Operator, kind: ValueKind, values: readonly Constant[]): Predicate {
  const member = compileMembership(kind, values);
  return op === 'in'
    ? (v) => (v as readonly FieldScalar[]).every(member)
    : (v) => (v as readonly FieldScalar[]).some(member);
}

/** oneof: exactly one element of the right side matches; anyof: at least one; allof: all. Nothing matches an empty list. */
function compileModifier(check: TypedCheck, kind: ValueKind, values: readonly Constant[], raw: boolean): Predicate {
  if (values.length === 0) return () => false;
  const strip = kind === 'text' && raw;
  // Falco looks addresses up among networks byte by byte here, and finds none: no address is as long as a network.
  if (kind === 'network' && check.modifier === 'anyof' && check.op === '=') return () => false;
  if (kind === 'network' && check.modifier === 'allof' && check.op === '!=') return () => true;
  // Networks know equality only.
  const op = kind === 'network' && check.op !== '!=' ? '=' : check.op;
  if (check.modifier === 'anyof' && check.op === '=') {
    const member = compileMembership(kind, values);
    return strip ? (v) => member(withoutTrailingNul(v as ByteString)) : (member as Predicate);
  }
  if (check.modifier === 'allof' && op === '!=') {
    const member = compileMembership(kind, values);
    return (v) => !member(strip ? withoutTrailingNul(v as ByteString) : (v as FieldScalar));
  }
  const compares = values.map((value) => scalarPredicate(op, kind, value, raw));
  if (check.modifier === 'anyof') return (v) => compares.some((c) => c(v));
  if (check.modifier === 'allof') return (v) => compares.every((c) => c(v));
  return (v) => {
    let matched = 0;
    for (const c of compares) if (c(v) && ++matched > 1) return false;
    return matched === 1;
  };
}

/** One value against one constant, by operator. Also the comparison of two fields (`val()`), with the right one as constant. */
export function compileCompare(op: Operator, kind: ValueKind, constant: Constant): Compare {
  if (kind === 'network') {
    const inside = compileNetworks([constant as NetConstant]);
    return op === '!=' ? (v) => !inside(v as ByteString) : (v) => inside(v as ByteString);
  }
  const c = constant as ByteString;
  switch (op) {
    case '=':
    case 'in':
    case 'intersects':
      return (v) => v === c;
    case '!=':
      return (v) => v !== c;
    case '<':
      return (v) => v < c;
    case '<=':
      return (v) => v <= c;
    case '>':
      return (v) => v > c;
    case '>=':
      return (v) => v >= c;
    case 'contains':
    case 'bcontains':
      return (v) => (v as ByteString).includes(c);
    case 'icontains': {
      const found = compileCaselessSearch(c);
      return (v) => found(v as ByteString);
    }
    case 'startswith':
    case 'bstartswith':
      return (v) => (v as ByteString).startsWith(c);
    case 'endswith':
      return (v) => (v as ByteString).endsWith(c);
    case 'glob':
    case 'iglob': {
      const matches = compileGlob(c, op === 'iglob');
      return (v) => matches(v as ByteString);
    }
    case 'regex': {
      const matches = compileRegex(c);
      return (v) => matches(v as ByteString);
    }
    default:
      throw new Error(`operator ${op} compares with a list`);
  }
}

/** Compares the values of two operands of one type. */
export function compareOperands(check: TypedCheck, left: FieldValue, right: FieldValue): boolean {
  const kind = valueKind(check.type);
  const members = (Array.isArray(right) ? right : [right]) as readonly FieldScalar[];
  if (check.list) {
    const set = new Set<FieldScalar>(members);
    const elements = left as readonly FieldScalar[];
    return check.op === 'in' ? elements.every((e) => set.has(e)) : elements.some((e) => set.has(e));
  }
  if (check.op === 'in' || check.op === 'intersects') {
    const value = kind === 'text' ? withoutTrailingNul(left as ByteString) : (left as FieldScalar);
    return members.includes(value);
  }
  const first = members[0];
  if (first === undefined) return false;
  if (kind === 'text') return compileCompare(check.op, kind, cString(first as ByteString))(cString(left as ByteString));
  return compileCompare(check.op, kind, first)(left as FieldScalar);
}
