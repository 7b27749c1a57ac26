import type { Expr, Operand, Position, TransformArg } from '../language/ast.ts';

export type AnyNode = Expr | Operand | TransformArg;

export interface FoundNode {
  readonly pos: Position;
  /** The macro in whose condition the node stands; undefined when it stands in the condition itself. */
  readonly macro: string | undefined;
}

/** The first node of a condition, or of a macro that it uses, that is wanted; in the order of the text. */
export function findNode(expr: Expr, isWanted: (node: AnyNode) => boolean): FoundNode | undefined {
  const seen = new Set<Expr>();
  const stack: { readonly expr: Expr; readonly macro: string | undefined }[] = [{ expr, macro: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { expr: node, macro } = next;
    if (seen.has(node)) continue;
    seen.add(node);
    if (isWanted(node)) return { pos: node.pos, macro };
    if (node.kind === 'and' || node.kind === 'or') {
      for (const child of node.children.toReversed()) stack.push({ expr: child, macro });
    } else if (node.kind === 'not') stack.push({ expr: node.child, macro });
    else if (node.kind === 'macro') {
      if (node.body !== undefined) stack.push({ expr: node.body, macro: node.name });
    } else {
      const found = findInside(node.left, isWanted) ?? (node.right && findInside(node.right, isWanted));
      if (found !== undefined) return { pos: found.pos, macro };
    }
  }
  return undefined;
}

type Inside = TransformArg | Exclude<NonNullable<Extract<Expr, { kind: 'check' }>['right']>, Operand>;

function findInside(arg: Inside, isWanted: (node: AnyNode) => boolean): { readonly pos: Position } | undefined {
  if (isWanted(arg as AnyNode)) return arg;
  if (arg.kind !== 'transform') return undefined;
  for (const inner of arg.args) {
    const found = findInside(inner, isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
