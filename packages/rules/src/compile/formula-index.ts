import type { TypedCheck } from '../check/typed.ts';
import type { FieldScalar, FieldValue } from './field-source.ts';
import { MultiPattern, type Pattern } from './multi-pattern.ts';
import type { LeafNode, Node, OperandNode } from './nodes.ts';
import { ownComparison } from './operators/own-comparison.ts';
import { valueKind } from './operators/predicate.ts';

/** Bytes of patterns beyond which a table would be too large; conditions are then evaluated one by one. */
const MAX_PATTERN_BYTES = 60_000;

/** How a comparison turns out unless the value is or holds one of its constants. */
type Trigger = {
  readonly how: 'equal' | 'caseless' | 'anywhere' | 'start' | 'end';
  readonly texts: readonly FieldScalar[];
};

/** The constants that can make a leaf differ from its usual result; undefined where no such list exists. */
function triggerOf(leaf: LeafNode): Trigger | undefined {
  const { check, left } = leaf;
  if (leaf.right !== undefined || left.any || check.list || check.modifier !== undefined) return undefined;
  if (check.right.kind !== 'values' || check.left.kind !== 'field' || ownComparison(check) !== undefined)
    return undefined;
  if (valueKind(check.type) === 'network') return undefined;
  const texts = check.right.values as readonly FieldScalar[];
  switch (check.op) {
    case '=':
    case '!=':
    case 'in':
    case 'intersects':
      return { how: 'equal', texts };
    case 'startswith':
      return { how: 'start', texts };
    case 'endswith':
      return { how: 'end', texts };
    case 'contains':
      return { how: 'anywhere', texts };
    case 'icontains':
      return { how: 'caseless', texts };
    case 'pmatch': {
      // A path that matches has the first component of a search path somewhere.
      const components = (texts as readonly string[]).map((path) => path.split('/').find((c) => c !== ''));
      return components.every(isPlain) ? { how: 'anywhere', texts: components as string[] } : undefined;
    }
    case 'glob': {
      const literals = (texts as readonly string[]).map(longestLiteral);
      return literals.every(isPlain) ? { how: 'anywhere', texts: literals as string[] } : undefined;
    }
    default:
      return undefined;
  }
}

function isPlain(text: string | undefined): boolean {
  return text !== undefined && text !== '' && !/[?*[\\]/.test(text);
}

/** The longest stretch of a glob that stands in every text it matches; '' where brackets or escapes make that unclear. */
function longestLiteral(glob: string): string {
  if (/[[\]\\]/.test(glob)) return '';
  return glob.split(/[?*]+/).reduce((a, b) => (b.length > a.length ? b : a), '');
}

/** A leaf's result for a value that triggers nothing. */
function usual(check: TypedCheck): boolean {
  return check.op === '!=';
}

/** A formula's result while every leaf has its usual one; undefined where some leaf has none. */
function usualResult(node: Node): boolean | undefined {
  switch (node.kind) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'not': {
      const child = usualResult(node.child);
      return child === undefined ? undefined : !child;
    }
    case 'and':
    case 'or': {
      const results = node.children.map(usualResult);
      if (results.includes(undefined)) return undefined;
      return node.kind === 'and' ? !results.includes(false) : results.includes(true);
    }
    case 'leaf':
      return triggerOf(node) === undefined ? undefined : usual(node.check);
  }
}

function leavesOf(node: Node, into: LeafNode[] = []): LeafNode[] {
  if (node.kind === 'leaf') into.push(node);
  else if (node.kind === 'not') leavesOf(node.child, into);
  else if (node.kind === 'and' || node.kind === 'or') for (const child of node.children) leavesOf(child, into);
  return into;
}

/** Where the constants of one operand lead. */
interface OperandIndex {
  readonly extract: (ctx: unknown) => FieldValue | undefined;
  readonly equal: Map<FieldScalar, number[]>;
  readonly patterns: MultiPattern | undefined;
  /** Per pattern: formulas with it. */
  readonly patternFormulas: readonly (readonly number[])[];
  readonly caseless: MultiPattern | undefined;
  readonly caselessFormulas: readonly (readonly number[])[];
}

/**
 * Tells which formulas on a value have to be evaluated at all. A formula made of comparisons with constants has its usual
 * result unless the value equals, or holds, one of those constants; and which constants it holds is found in one pass,
 * however many formulas there are. So ten times the rules do not take ten times the time.
 */
export class FormulaIndex {
  /** Per formula: its usual result, or undefined where it has to be evaluated each time. */
  readonly usual: readonly (boolean | undefined)[];
  /** Formulas that {@link look} found, from 0. */
  readonly triggered: Int32Array;
  private readonly operands: readonly OperandIndex[];
  private readonly stamps: Int32Array;
  private stamp: number;

  /** undefined where an index would not pay or be too large. */
  static make(nodes: readonly Node[]): FormulaIndex | undefined {
    const results = nodes.map(usualResult);
    if (results.filter((r) => r !== undefined).length < 4) return undefined;
    const byOperand = new Map<OperandNode, { formula: number; trigger: Trigger }[]>();
    nodes.forEach((node, formula) => {
      if (results[formula] === undefined) return;
      for (const leaf of leavesOf(node)) {
        const list = byOperand.get(leaf.left) ?? [];
        list.push({ formula, trigger: triggerOf(leaf) as Trigger });
        byOperand.set(leaf.left, list);
      }
    });
    const operands: OperandIndex[] = [];
    for (const [operand, triggers] of byOperand) {
      const index = indexOperand(operand, triggers);
      if (index === undefined) return undefined;
      operands.push(index);
    }
    return new FormulaIndex(results, operands);
  }

  private constructor(results: readonly (boolean | undefined)[], operands: readonly OperandIndex[]) {
    this.usual = results;
    this.operands = operands;
    this.triggered = new Int32Array(results.length);
    this.stamps = new Int32Array(results.length);
    this.stamp = 0;
  }

  /** Number of formulas in {@link triggered}; -1 where a value is missing or holds too much, and all have to be evaluated. */
  look(ctx: unknown): number {
    if (++this.stamp === 0x7fffffff) {
      this.stamps.fill(0);
      this.stamp = 1;
    }
    let count = 0;
    for (let o = 0; o < this.operands.length; o++) {
      const operand = this.operands[o] as OperandIndex;
      const value = operand.extract(ctx) as FieldScalar | undefined;
      if (value === undefined) return -1;
      const equal = operand.equal.get(value);
      if (equal !== undefined) count = this.add(equal, count);
      count = this.scan(operand.patterns, operand.patternFormulas, value, count);
      if (count >= 0) count = this.scan(operand.caseless, operand.caselessFormulas, value, count);
      if (count < 0) return -1;
    }
    return count;
  }

  private scan(
    patterns: MultiPattern | undefined,
    formulas: readonly (readonly number[])[],
    value: FieldScalar,
    before: number,
  ): number {
    if (patterns === undefined) return before;
    const found = patterns.scan(value as string);
    let count = found < 0 ? -1 : before;
    for (let i = 0; i < found; i++) count = this.add(formulas[patterns.found[i] as number] as readonly number[], count);
    return count;
  }

  private add(formulas: readonly number[], before: number): number {
    let count = before;
    for (let i = 0; i < formulas.length; i++) {
      const formula = formulas[i] as number;
      if (this.stamps[formula] === this.stamp) continue;
      this.stamps[formula] = this.stamp;
      this.triggered[count++] = formula;
    }
    return count;
  }
}

function indexOperand(
  operand: OperandNode,
  triggers: readonly { readonly formula: number; readonly trigger: Trigger }[],
): OperandIndex | undefined {
  const equal = new Map<FieldScalar, number[]>();
  const patterns = new PatternList();
  const caseless = new PatternList();
  for (const { formula, trigger } of triggers) {
    for (const text of trigger.texts) {
      if (trigger.how === 'equal') {
        const list = equal.get(text);
        if (list === undefined) equal.set(text, [formula]);
        else if (!list.includes(formula)) list.push(formula);
      } else if (trigger.how === 'caseless') {
        caseless.add(text as string, 'anywhere', formula);
      } else {
        patterns.add(text as string, trigger.how, formula);
      }
    }
  }
  if (patterns.bytes + caseless.bytes > MAX_PATTERN_BYTES) return undefined;
  return {
    extract: operand.extract,
    equal,
    patterns: patterns.compile(false),
    patternFormulas: patterns.formulas,
    caseless: caseless.compile(true),
    caselessFormulas: caseless.formulas,
  };
}

class PatternList {
  readonly formulas: number[][] = [];
  bytes = 0;
  private readonly patterns: Pattern[] = [];
  private readonly ids = new Map<string, number>();

  add(text: string, anchor: Pattern['anchor'], formula: number): void {
    const key = `${anchor} ${text}`;
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.patterns.length;
      this.ids.set(key, id);
      this.patterns.push({ text, anchor });
      this.formulas.push([]);
      this.bytes += text.length;
    }
    const list = this.formulas[id] as number[];
    if (!list.includes(formula)) list.push(formula);
  }

  compile(caseless: boolean): MultiPattern | undefined {
    return this.patterns.length === 0 ? undefined : new MultiPattern(this.patterns, caseless);
  }
}
