import type { Typed, TypedOperand, TypedTransform } from '../check/typed.ts';
import type { FieldBinder } from './field-source.ts';

/**
 * Whether a condition looks at a field whose reading changes what later reads of this or other fields give (`impure` of a
 * bound field). Such conditions, and all others for the same event, have to be evaluated one after the other as written.
 */
export function readsImpure<C>(condition: Typed, source: FieldBinder<C>, eventType: number): boolean {
  switch (condition.kind) {
    case 'const':
      return false;
    case 'not':
      return readsImpure(condition.child, source, eventType);
    case 'and':
    case 'or':
      return condition.children.some((child) => readsImpure(child, source, eventType));
    case 'check': {
      const { left, right } = condition;
      if (isImpure(left, source, eventType)) return true;
      return right.kind === 'operand' && isImpure(right.operand, source, eventType);
    }
  }
}

function isImpure<C>(operand: TypedOperand, source: FieldBinder<C>, eventType: number): boolean {
  if (operand.kind === 'transform') return operand.args.some((arg) => isImpureArgument(arg, source, eventType));
  const bound = source.bind(operand.info, operand.arg, eventType);
  return bound.kind === 'read' && bound.impure === true;
}

function isImpureArgument<C>(arg: TypedTransform['args'][number], source: FieldBinder<C>, eventType: number): boolean {
  if (arg.kind === 'value') return false;
  if (arg.kind === 'list') return arg.items.some((item) => isImpureArgument(item, source, eventType));
  return isImpure(arg, source, eventType);
}
