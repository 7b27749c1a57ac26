import type { Typed, TypedField, TypedOperand, TypedTransform } from './typed.ts';

/** Whether a condition looks at a field that `test` accepts, on whichever side and inside whichever transformers. */
export function someField(condition: Typed, test: (field: TypedField) => boolean): boolean {
  switch (condition.kind) {
    case 'const':
      return false;
    case 'not':
      return someField(condition.child, test);
    case 'and':
    case 'or':
      return condition.children.some((child) => someField(child, test));
    case 'check': {
      const { left, right } = condition;
      return inOperand(left, test) || (right.kind === 'operand' && inOperand(right.operand, test));
    }
  }
}

function inOperand(operand: TypedOperand, test: (field: TypedField) => boolean): boolean {
  return operand.kind === 'field' ? test(operand) : operand.args.some((arg) => inArgument(arg, test));
}

function inArgument(arg: TypedTransform['args'][number], test: (field: TypedField) => boolean): boolean {
  if (arg.kind === 'value') return false;
  return arg.kind === 'list' ? arg.items.some((item) => inArgument(item, test)) : inOperand(arg, test);
}
