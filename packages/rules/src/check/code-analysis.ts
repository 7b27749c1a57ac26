import type { ByteString } from '@saker/core/byte-string.ts';
import type { CheckExpr, Expr, Operand, TransformArg } from '../language/ast.ts';
import { scanUnsigned } from './numbers.ts';

/** A set of event types or system calls, one bit each. */
export type CodeSet = bigint;

/** What {@link conditionCodes} works on: the set of all codes, and the codes that names compared with evt.type stand for. */
export interface CodeUniverse {
  readonly all: CodeSet;
  codesOf(names: readonly ByteString[]): CodeSet;
}

export type CodeResult =
  | { readonly ok: true; readonly codes: CodeSet }
  /** Falco ends with this text. */
  | { readonly ok: false; readonly message: string };

/**
 * The codes for which a condition can be true, by set algebra over its checks of evt.type and evt.num. Negation is pushed
 * down to the checks. A check of anything else allows all codes, negated or not.
 */
export function conditionCodes(expr: Expr, universe: CodeUniverse): CodeResult {
  try {
    return { ok: true, codes: new Analysis(universe).codes(expr, false) };
  } catch (error) {
    if (!(error instanceof Unanalysable)) throw error;
    return { ok: false, message: error.message };
  }
}

class Unanalysable {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

class Analysis {
  private readonly universe: CodeUniverse;
  /** Results for macro bodies, plain and negated: big rule sets use the same macros all over. */
  private readonly known = [new Map<Expr, CodeSet>(), new Map<Expr, CodeSet>()] as const;

  constructor(universe: CodeUniverse) {
    this.universe = universe;
  }

  codes(expr: Expr, negated: boolean): CodeSet {
    switch (expr.kind) {
      case 'and':
      case 'or': {
        const intersect = (expr.kind === 'and') !== negated;
        let codes = intersect ? this.universe.all : 0n;
        for (const child of expr.children) {
          const childCodes = this.codes(child, negated);
          codes = intersect ? codes & childCodes : codes | childCodes;
        }
        return codes;
      }
      case 'not':
        return this.codes(expr.child, !negated);
      case 'macro':
        return expr.body === undefined ? this.universe.all : this.bodyCodes(expr.body, negated);
      case 'check':
        return this.checkCodes(expr, negated);
    }
  }

  private bodyCodes(body: Expr, negated: boolean): CodeSet {
    const known = this.known[negated ? 1 : 0];
    let codes = known.get(body);
    if (codes === undefined) {
      codes = this.codes(body, negated);
      known.set(body, codes);
    }
    return codes;
  }

  private checkCodes(check: CheckExpr, negated: boolean): CodeSet {
    const { all } = this.universe;
    const invert = (codes: CodeSet) => (negated ? all & ~codes : codes);
    const invariant = constantNumberCheck(check);
    if (invariant !== undefined) return invert(invariant ? all : 0n);

    const { left, right } = check;
    if (right === undefined) {
      if (left.kind === 'transform') endsInValue(left);
      return isEventType(left) ? invert(all) : all;
    }
    const comparesNames = check.modifier === undefined && /^(?:==?|!=|in)$/.test(check.op);
    if (!comparesNames) return all;
    // A transformer whose last argument is a plain value is taken for something that decides: negated, it allows nothing.
    if (!isEventType(left)) return endsInValue(left) ? invert(all) : all;
    if (right.kind === 'field' || right.kind === 'transform') {
      endsInValue(right);
      throw new Unanalysable(
        'right-hand field comparisons on `evt.type`/`syscall.type` checks are not supported by event code search',
      );
    }
    const named = this.universe.codesOf(right.kind === 'value' ? [right.text] : right.items);
    return (check.op === '!=') !== negated ? all & ~named : named;
  }
}

function isEventType(operand: TransformArg): boolean {
  return (
    operand.kind === 'field' &&
    (operand.name === 'evt.type' || operand.name === 'syscall.type') &&
    operand.arg === undefined
  );
}

/** Whether the last leaf of a transformer is a value; refuses evt.type as the last leaf of an argument. */
function endsInValue(operand: Operand): boolean {
  let value = false;
  const visit = (arg: TransformArg): void => {
    if (arg.kind === 'list') arg.items.forEach(visit);
    else if (arg.kind === 'transform') arg.args.forEach(visitArgument);
    else value = arg.kind === 'value';
  };
  const visitArgument = (arg: TransformArg): void => {
    visit(arg);
    const last = arg.kind === 'list' ? arg.items.at(-1) : arg;
    if (last !== undefined && isEventType(last)) {
      throw new Unanalysable('event code search does not support `evt.type` checks with transformers');
    }
  };
  visit(operand);
  return value;
}

/** evt.num starts at 1: some comparisons of it are always true or always false. Undefined when nothing is known. */
function constantNumberCheck(check: CheckExpr): boolean | undefined {
  const { left, right, op } = check;
  if (left.kind !== 'field' || left.name !== 'evt.num' || left.arg !== undefined) return undefined;
  if (right === undefined || check.modifier !== undefined) return undefined;
  if (right.kind === 'list') {
    return op === 'in' && right.items.every((item) => number(item) === 0) ? false : undefined;
  }
  if (right.kind !== 'value') return undefined;
  const value = number(right.text);
  if (value === undefined) return undefined;
  switch (op) {
    case '=':
    case '==':
    case '<=':
      return value === 0 ? false : undefined;
    case '<':
      return value <= 1 ? false : undefined;
    case '!=':
    case '>':
      return value === 0 ? true : undefined;
    case '>=':
      return value <= 1 ? true : undefined;
    default:
      return undefined;
  }
}

function number(text: ByteString): number | bigint | undefined {
  return scanUnsigned(text, 64);
}
