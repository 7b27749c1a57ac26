import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { CheckExpr, Expr, TransformArg } from '../language/ast.ts';

/** What a condition names; each without doubles, in order of first appearance. For `describe`. */
export interface ConditionDetails {
  readonly macros: readonly string[];
  readonly lists: readonly string[];
  readonly operators: readonly string[];
  readonly fields: readonly string[];
  /** Names compared with evt.type or evt.asynctype. */
  readonly eventNames: readonly string[];
  readonly transformers: readonly string[];
}

interface Known {
  readonly macros: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
}

/**
 * Collects what `expr` names. Macros count only where they are not resolved, lists only where they are not expanded:
 * Falco describes both the condition as written and the compiled one.
 */
export function conditionDetails(expr: Expr, known: Known): ConditionDetails {
  const collector = new Collector(known);
  collector.visit(expr);
  return {
    macros: [...collector.macros],
    lists: [...collector.lists],
    operators: [...collector.operators],
    fields: [...collector.fields],
    eventNames: [...collector.eventNames],
    transformers: [...collector.transformers],
  };
}

class Collector {
  readonly macros = new Set<string>();
  readonly lists = new Set<string>();
  readonly operators = new Set<string>();
  readonly fields = new Set<string>();
  readonly eventNames = new Set<string>();
  readonly transformers = new Set<string>();
  private readonly known: Known;
  private readonly seen = new Set<Expr>();
  private lastField = '';

  constructor(known: Known) {
    this.known = known;
  }

  visit(expr: Expr): void {
    if (this.seen.has(expr)) return;
    this.seen.add(expr);
    switch (expr.kind) {
      case 'and':
      case 'or':
        for (const child of expr.children) this.visit(child);
        break;
      case 'not':
        this.visit(expr.child);
        break;
      case 'macro':
        if (expr.body !== undefined) this.visit(expr.body);
        else if (this.known.macros.has(expr.name)) this.macros.add(expr.name);
        break;
      case 'check':
        this.check(expr);
    }
  }

  private check(check: CheckExpr): void {
    this.operand(check.left);
    this.operators.add(check.modifier === undefined ? check.op : `${check.op} ${check.modifier}`);
    const { right } = check;
    if (right === undefined) return;
    const namesEvents = this.lastField === 'evt.type' || this.lastField === 'evt.asynctype';
    if (right.kind === 'value') {
      if (namesEvents) this.eventNames.add(bytesToUtf8(right.text));
    } else if (right.kind === 'list') {
      for (const item of right.items) {
        const name = bytesToUtf8(item);
        if (this.known.lists.has(name)) this.lists.add(name);
        else if (namesEvents) this.eventNames.add(name);
      }
    } else {
      this.operand(right);
    }
  }

  private operand(arg: TransformArg): void {
    if (arg.kind === 'field') {
      this.lastField = arg.arg ? `${arg.name}[${bytesToUtf8(arg.arg)}]` : arg.name;
      this.fields.add(this.lastField);
    } else if (arg.kind === 'list') {
      for (const item of arg.items) this.operand(item);
    } else if (arg.kind === 'transform') {
      this.transformers.add(arg.name);
      for (const inner of arg.args) this.operand(inner);
    }
  }
}
