import type { Expr, Operand, Position, TransformArg } from '../language/ast.ts';

/**
 * The macro in whose condition a position lies; undefined when it lies in the condition itself. Positions do not say which
 * text they belong to, but every node has its own position object.
 */
export function macroOfPosition(expr: Expr, pos: Position): string | undefined {
  const seen = new Set<Expr>();
  const stack: { readonly expr: Expr; readonly macro: string | undefined }[] = [{ expr, macro: undefined }];
  for (;;) {
    const next = stack.pop();
    if (next === undefined) return undefined;
    const { expr: node, macro } = next;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.pos === pos) return macro;
    if (node.kind === 'and' || node.kind === 'or')
      for (const child of node.children) stack.push({ expr: child, macro });
    else if (node.kind === 'not') stack.push({ expr: node.child, macro });
    else if (node.kind === 'macro') node.body !== undefined && stack.push({ expr: node.body, macro: node.name });
    else if (holds(node.left, pos) || (node.right !== undefined && holds(node.right as TransformArg, pos)))
      return macro;
  }
}

function holds(arg: TransformArg | Operand, pos: Position): boolean {
  if (arg.pos === pos) return true;
  return arg.kind === 'transform' && arg.args.some((inner) => holds(inner, pos));
}
