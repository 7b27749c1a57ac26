import type { ByteString } from '@saker/core/byte-string.ts';
import type { TypedCheck } from '../../check/typed.ts';
import type { FieldValue } from '../field-source.ts';
import { compilePredicate, type Predicate, valueKind } from './predicate.ts';

/**
 * Fields that Falco compares with constants by code of their own:
 *
 * - `evt.around[TS] = MS`: the value is the distance in ms, and any operator means "at most".
 * - `evt.rawarg.x`: the comparison is not told the value's length. Numbers are never `in` a set, buffers count as empty,
 *   and of the constants after a modifier only the first counts.
 *
 * undefined for all other fields.
 */
export function ownComparison(check: TypedCheck): Predicate | undefined {
  if (check.left.kind !== 'field' || check.right.kind !== 'values') return undefined;
  if (check.left.info.name === 'evt.around') return around(check);
  if (check.left.info.name === 'evt.rawarg') return rawArgument(check);
  return undefined;
}

function around(check: TypedCheck): Predicate {
  return compilePredicate({ ...check, op: '<=' }, false);
}

function rawArgument(check: TypedCheck): Predicate {
  const { modifier: _, ...plain } = check;
  const kind = valueKind(check.type);
  const inSet = check.op === 'in' || check.op === 'intersects';
  if (inSet && kind !== 'text') return () => false;
  const values = check.right.kind === 'values' ? check.right.values : [];
  const single: TypedCheck = inSet ? plain : { ...plain, right: { kind: 'values', values: values.slice(0, 1) } };
  const compare = compilePredicate(single, false);
  const empty: ByteString = '';
  return kind === 'buffer' ? () => compare(empty) : (value: FieldValue) => compare(value);
}
