import type { Typed, TypedCheck } from '../check/typed.ts';
import type { FieldBinder, FieldValue } from './field-source.ts';
import { bindOperand } from './operand.ts';
import { elementwisePredicate } from './operators/elementwise.ts';
import { ownComparison } from './operators/own-comparison.ts';
import { compareOperands, compilePredicate, type Predicate } from './operators/predicate.ts';
import { forEventType } from './operators/raw-argument.ts';

/** What the interpreter saw at one check; the material of `explain`. */
export interface CheckTrace {
  readonly check: TypedCheck;
  readonly left: FieldValue | undefined;
  /** The other operand's value, where a field is compared with a field. */
  readonly right?: FieldValue | undefined;
  readonly result: boolean;
}

/**
 * Walks a checked condition for one event: the plain meaning of the language, without any optimisation. The test oracle
 * of the compiled matcher, and what `explain` runs. `visit` sees every check that was evaluated, in order.
 */
export function interpret<C>(
  condition: Typed,
  ctx: C,
  eventType: number,
  source: FieldBinder<C>,
  visit?: (trace: CheckTrace) => void,
): boolean {
  switch (condition.kind) {
    case 'const':
      return condition.value;
    case 'not':
      return !interpret(condition.child, ctx, eventType, source, visit);
    case 'and':
      return condition.children.every((child) => interpret(child, ctx, eventType, source, visit));
    case 'or':
      return condition.children.some((child) => interpret(child, ctx, eventType, source, visit));
    case 'check': {
      const trace = interpretCheck(condition, ctx, eventType, source);
      visit?.(trace);
      return trace.result;
    }
  }
}

const predicates = new WeakMap<TypedCheck, Predicate>();

/**
 * The comparison of a check with constants; made once per check. `any`: the left side is bound to a field that yields
 * several values of its own, which is the same for a field and argument on all events.
 */
export function predicateOf(check: TypedCheck, any: boolean): Predicate {
  let predicate = predicates.get(check);
  if (predicate === undefined) {
    predicate = any
      ? elementwisePredicate(check)
      : (ownComparison(check) ?? compilePredicate(check, check.left.kind === 'transform'));
    predicates.set(check, predicate);
  }
  return predicate;
}

export function interpretCheck<C>(check: TypedCheck, ctx: C, eventType: number, source: FieldBinder<C>): CheckTrace {
  const bound = bindOperand(check.left, source, eventType);
  const left = bound.kind === 'never' ? undefined : bound.kind === 'const' ? bound.value : bound.extract(ctx);
  if (left === undefined) return { check, left, result: false };
  if (check.right.kind === 'operand') {
    const other = bindOperand(check.right.operand, source, eventType);
    const right = other.kind === 'never' ? undefined : other.kind === 'const' ? other.value : other.extract(ctx);
    return { check, left, right, result: right !== undefined && compareOperandsOf(check, left, right) };
  }
  const any = bound.kind === 'read' && bound.any === true;
  return { check, left, result: predicateOf(forEventType(check, eventType), any)(left) };
}

/** Compares two operands' values; `exists` holds as both are there. */
export function compareOperandsOf(check: TypedCheck, left: FieldValue, right: FieldValue): boolean {
  return check.op === 'exists' || compareOperands(check, left, right);
}
