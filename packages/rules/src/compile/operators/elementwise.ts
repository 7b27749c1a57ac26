import type { ByteString } from '@saker/core/byte-string.ts';
import type { TypedCheck } from '../../check/typed.ts';
import type { FieldScalar, FieldValue } from '../field-source.ts';
import { compilePredicate, type Predicate } from './predicate.ts';

/**
 * Comparisons of fields that yield several values of their own in conditions (`any` of a bound field): both ends of a
 * connection, one value per ancestor, the names of an address. Falco compares these by code of their own, which leaves
 * traces in the language:
 *
 * - `exists` holds where there is an array, be it empty (a descriptor that is no socket has no `fd.ip`, but it exists).
 * - Any other comparison holds if it holds for some element; `!=` of `fd.*` only if it holds for every element, and there
 *   is one. `proc.aname != bash` holds as soon as one ancestor is not bash.
 * - Only the first constant counts where a modifier is given: `proc.aname startswith anyof (a, b)` is
 *   `proc.aname startswith a`. For `fd.net` so it is with `in`.
 * - `fd.ip in (...)` and `proc.apid in (...)` never hold: the lookup takes the value for one of no length. Likewise
 *   `intersects`; `fd.port intersects (...)` would end Falco, and never holds here.
 * - `fd.net intersects (...)` compares listening sockets with the first network, and connections never.
 */
export function elementwisePredicate(check: TypedCheck): Predicate {
  if (check.op === 'exists') return () => true;
  const name = check.left.kind === 'field' ? check.left.info.name : '';
  if (isLookup(check) && (LOST_IN_SETS.has(name) || (PORTS.has(name) && check.op === 'intersects'))) return () => false;
  const one = compilePredicate(firstOnly(check, name), false);
  if (name === 'fd.net' && check.op === 'intersects') {
    return (value) => elements(value).length === 1 && elements(value).every(one);
  }
  if (check.op === '!=' && name.startsWith('fd.')) {
    return (value) => elements(value).length > 0 && elements(value).every(one);
  }
  return (value) => elements(value).some(one);
}

/** Whether the order of the constants matters: two checks with the same ones in another order are not the same. */
export function countsFirstOnly(check: TypedCheck): boolean {
  if (check.left.kind !== 'field') return false;
  const { name } = check.left.info;
  return name === 'fd.net' || (check.modifier !== undefined && FIRST_ONLY.test(name));
}

const FIRST_ONLY =
  /^(?:evt\.rawarg|fd\.(?:ip|port|proto|net|[cslr]ip\.name)|proc\.a(?:pid|name|exe|exepath|cmdline|env))$/;
const LOST_IN_SETS: ReadonlySet<string> = new Set(['fd.ip', 'proc.apid']);
const PORTS: ReadonlySet<string> = new Set(['fd.port', 'fd.proto']);

function isLookup(check: TypedCheck): boolean {
  return check.op === 'in' || check.op === 'intersects';
}

/** The check with one constant, where Falco looks at no more. */
function firstOnly(check: TypedCheck, name: string): TypedCheck {
  if (check.right.kind !== 'values') return check;
  const net = name === 'fd.net' && isLookup(check);
  if (check.modifier === undefined && !net) return check;
  const { modifier: _, ...plain } = check;
  return { ...plain, op: net ? '=' : check.op, right: { kind: 'values', values: check.right.values.slice(0, 1) } };
}

function elements(value: FieldValue): readonly (FieldScalar | ByteString)[] {
  return value as readonly FieldScalar[];
}
