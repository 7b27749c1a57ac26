import type { Typed, TypedCheck } from '../check/typed.ts';
import type { FieldBinder, FieldValue } from '../compile/field-source.ts';
import { interpretCheck } from '../compile/interpret.ts';
import type { CheckExpr, Expr } from '../language/ast.ts';
import { printCondition } from '../language/print.ts';

/** The truth of one part of a condition for one event, as the rule's author wrote it. */
export interface Explained {
  readonly kind: 'and' | 'or' | 'not' | 'macro' | 'check';
  /** The part's text; for a macro its name. */
  readonly text: string;
  readonly result: boolean;
  /**
   * This part settles the result of its parent: the first false member of an `and`, the first true member of an `or`, the
   * child of a `not`, the body of a macro. No member settles a true `and` or a false `or`: all do together.
   */
  readonly decides: boolean;
  readonly children: readonly Explained[];
  /** Checks: what the left side was (undefined: no value), and the right side where that is a field. */
  readonly left?: FieldValue | undefined;
  readonly right?: FieldValue | undefined;
  readonly check?: TypedCheck;
}

/** A rule that can be explained: the resolved syntax tree and the checked tree made from it. */
export interface Explainable {
  readonly ast: Expr;
  readonly typed: Typed;
}

/** Evaluates every part of a rule's condition on the event in `ctx`, also those that no longer matter. */
export function explain<C>(rule: Explainable, ctx: C, eventType: number, source: FieldBinder<C>): Explained {
  const checks = checksOf(rule.typed);
  const walk = (expr: Expr, decides: boolean): Explained => {
    switch (expr.kind) {
      case 'and':
      case 'or': {
        const results = expr.children.map((child) => walk(child, false));
        const settling = expr.kind === 'or';
        const decider = results.findIndex((r) => r.result === settling);
        return {
          kind: expr.kind,
          text: printCondition(expr),
          result: decider < 0 ? !settling : settling,
          decides,
          children: results.map((r, i) => (i === decider ? { ...r, decides: true } : r)),
        };
      }
      case 'not': {
        const child = walk(expr.child, true);
        return { kind: 'not', text: printCondition(expr), result: !child.result, decides, children: [child] };
      }
      case 'macro': {
        if (expr.body === undefined) throw new Error(`macro ${expr.name} was not resolved`);
        const body = walk(expr.body, true);
        return { kind: 'macro', text: expr.name, result: body.result, decides, children: [body] };
      }
      case 'check': {
        const check = checks.get(expr);
        if (check === undefined) return constantCheck(expr, rule.typed, decides);
        const trace = interpretCheck(check, ctx, eventType, source);
        return {
          kind: 'check',
          text: printCondition(expr),
          result: trace.result,
          decides,
          children: [],
          left: trace.left,
          check,
          ...(check.right.kind === 'operand' ? { right: trace.right } : {}),
        };
      }
    }
  };
  return walk(rule.ast, true);
}

/** A check that checking folded to a constant. */
function constantCheck(expr: CheckExpr, typed: Typed, decides: boolean): Explained {
  let result = false;
  visit(typed, (node) => {
    if (node.kind === 'const' && node.source === expr) result = node.value;
  });
  return { kind: 'check', text: printCondition(expr), result, decides, children: [] };
}

const indexes = new WeakMap<Typed, Map<unknown, TypedCheck>>();

/** Checked nodes by the syntax they come from; made once per rule. */
function checksOf(typed: Typed): Map<unknown, TypedCheck> {
  let index = indexes.get(typed);
  if (index === undefined) {
    const made = new Map<unknown, TypedCheck>();
    visit(typed, (node) => {
      if (node.kind === 'check') made.set(node.source, node);
    });
    indexes.set(typed, made);
    index = made;
  }
  return index;
}

/** Visits each node once; bodies of macros are shared. */
function visit(root: Typed, see: (node: Typed) => void): void {
  const seen = new Set<Typed>();
  const walk = (node: Typed): void => {
    if (seen.has(node)) return;
    seen.add(node);
    see(node);
    if (node.kind === 'not') walk(node.child);
    else if (node.kind === 'and' || node.kind === 'or') node.children.forEach(walk);
  };
  walk(root);
}

/** The checks that settled the result, outermost decision first; for a match every part that had to hold. */
export function decidingChecks(explained: Explained): readonly Explained[] {
  if (explained.kind === 'check') return [explained];
  const decider = explained.children.find((child) => child.decides);
  if (decider !== undefined) return decidingChecks(decider);
  return explained.children.flatMap(decidingChecks);
}
