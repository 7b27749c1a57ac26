import { EVENTS } from '@saker/schema/events.ts';
import { comparisonRefusal } from '../../check/comparable.ts';
import type { Constant, TypedCheck, ValueType } from '../../check/typed.ts';
import { integerOf, memoryOf } from './memory.ts';
import { valueKind } from './predicate.ts';
import { cString } from './text.ts';

const adapted = new WeakMap<TypedCheck, Map<number, TypedCheck>>();

/**
 * A comparison of `evt.rawarg.x` as events of one type see it. Constants are converted when a rule is loaded, to the type
 * that the parameter has with the first event that has it; what other events take them for are the same bytes in memory,
 * cut off or filled up with zeros: `evt.rawarg.res > -1` never holds for brk, whose result is unsigned.
 * All other checks stay what they are.
 */
export function forEventType(check: TypedCheck, eventType: number): TypedCheck {
  const { left, right } = check;
  if (left.kind !== 'field' || left.info.name !== 'evt.rawarg' || right.kind !== 'values') return check;
  let byType = adapted.get(check);
  if (byType === undefined) {
    byType = new Map();
    adapted.set(check, byType);
  }
  let own = byType.get(eventType);
  if (own === undefined) {
    const param = EVENTS[eventType]?.params.find(({ name }) => name === left.arg);
    const type = param?.type.slice('PT_'.length) as ValueType | undefined;
    own = type === undefined || type === check.type ? check : convert(check, right.values, type);
    byType.set(eventType, own);
  }
  return own;
}

function convert(check: TypedCheck, values: readonly Constant[], type: ValueType): TypedCheck {
  const refusal = comparisonRefusal(check.op, undefined, type === 'UID' || type === 'GID' ? 'UINT32' : type, false);
  const constants = refusal === undefined ? values.flatMap((value) => reread(value, check.type, type)) : [];
  return { ...check, type, right: { kind: 'values', values: constants } };
}

/** The constant as a value of another type; none where nothing compares with it. */
function reread(constant: Constant, from: ValueType, to: ValueType): readonly Constant[] {
  if (typeof constant === 'object') return [];
  const kind = valueKind(to);
  if (kind === 'text') return [cString(memoryOf(constant, from))];
  return kind === 'number' ? [integerOf(memoryOf(constant, from), to)] : [];
}
