import type { FieldSource } from '../field-source.ts';
import type { Node, OperandNode } from '../nodes.ts';
import { isWorthRemembering, type Plan, type Stage, type StageFormula, type ValueStage } from '../plan.ts';
import { type ThreadOperand, ThreadRows } from '../thread-rows.ts';
import { Formula, ValueMemo } from '../value-memo.ts';
import { type Code, CodeScope, js, lines, NOTHING } from './code.ts';
import { expression, isWorthSharing, type Reads } from './expression.ts';

/**
 * Tries the rules of one event type. Writes the ids of matching rules, in rule order, to `out` from index `at` and returns
 * how many it wrote (at most one with `rule_matching: first`).
 */
export type MatchFunction<C> = (ctx: C, out: Int32Array, at: number) => number;

/** Compiles a plan to one generated function. */
export function generateMatch<C>(
  plan: Plan,
  source: FieldSource<C>,
  first: boolean,
  eventType: number,
): MatchFunction<C> {
  return new Generator(plan, source, first).generate(eventType);
}

class Generator<C> {
  private readonly scope = new CodeScope();
  private readonly plan: Plan;
  private readonly source: FieldSource<C>;
  private readonly first: boolean;
  /** Nodes that several rules share, each a function that keeps its result for the event. */
  private readonly shared = new Map<Node, Code>();
  private readonly sharedCode: Code[] = [];
  /** Places that read an operand: only what is read in several is kept for the event. */
  private readonly operandUses = new Map<OperandNode, number>();
  private readonly operandReaders = new Map<OperandNode, Code>();
  private readonly operandCode: Code[] = [];
  private readonly need: Code;
  private readonly formulaCode: Code[] = [];

  constructor(plan: Plan, source: FieldSource<C>, first: boolean) {
    this.plan = plan;
    this.source = source;
    this.first = first;
    this.need = this.scope.constant(new Int32Array(plan.words));
  }

  generate(eventType: number): MatchFunction<C> {
    const { plan } = this;
    const uses = countUses([...plan.rest, ...plan.stages.flatMap(formulaNodes)]);
    for (const [node, count] of uses) this.countOperands(node, isWorthSharing(node) ? 1 : count);
    for (const [node, count] of uses) if (count > 1 && isWorthSharing(node)) this.shared.set(node, js`n${idOf(node)}`);
    const rest = this.reads;
    for (const [node, name] of this.shared) {
      const body = expression(node, this.scope, {
        operand: rest.operand,
        shared: (n) => (n === node ? undefined : rest.shared(n)),
      });
      const id = idOf(node);
      this.sharedCode.push(js`function ${name}(c) {
  if (nodeEpoch[${id}] === epoch) return nodeValue[${id}] === 1;
  nodeEpoch[${id}] = epoch;
  const v = ${body};
  nodeValue[${id}] = v ? 1 : 0;
  return v;
}`);
    }
    const ruleFunctions = plan.rest.map((node, i) =>
      node.kind === 'true' ? NOTHING : js`function r${i}(c) { return ${expression(node, this.scope, rest)}; }`,
    );
    const stages = plan.stages.map((s, i) => {
      if (s.kind === 'thread') return this.threadStage(s.stages);
      return s.kind === 'inline' ? this.inlineStage(s.stage) : this.memoStage(s.stage, i, s.kind === 'memo');
    });
    const rules = this.scope.constant(Int32Array.from(plan.rules, (r) => r.id));
    const body = js`
let epoch = 0;
const nodeEpoch = new Int32Array(${plan.nodeCount + 1});
const nodeValue = new Uint8Array(${plan.nodeCount + 1});
const operandEpoch = new Int32Array(${plan.operands.length + 1});
const operandValue = new Array(${plan.operands.length + 1}).fill(undefined);
${lines(this.operandCode)}
${lines(this.sharedCode)}
${lines(ruleFunctions)}
${lines(this.formulaCode)}
return function match(c, out, at) {
  if (++epoch === 0x7fffffff) {
    nodeEpoch.fill(0);
    operandEpoch.fill(0);
    epoch = 1;
  }
  ${lines(this.words((w) => js`let a${w} = ${fullMask(plan.rules.length, w)};`))}
  ${lines(stages)}
  let n = 0;
  ${lines(this.words((w) => this.survivors(w, rules)))}
  return n;
};`;
    return this.scope.evaluate(body, js`rule-bucket-${eventType}`) as MatchFunction<C>;
  }

  private countOperands(node: Node, times: number): void {
    if (node.kind !== 'leaf') return;
    for (const operand of [node.left, node.right]) {
      if (operand !== undefined) this.operandUses.set(operand, (this.operandUses.get(operand) ?? 0) + times);
    }
  }

  private words(make: (w: number) => Code): Code[] {
    return Array.from({ length: this.plan.words }, (_, w) => make(w));
  }

  private stopIfNone(): Code {
    const any = this.words((w) => js`a${w}`).reduce((a, b) => js`${a} | ${b}`);
    return js`if ((${any}) === 0) return 0;`;
  }

  /** Function that reads an operand once per event. */
  private operandReader(operand: OperandNode): Code {
    let name = this.operandReaders.get(operand);
    if (name === undefined) {
      const id = operand.id;
      name = js`o${id}`;
      this.operandReaders.set(operand, name);
      this.operandCode.push(js`function ${name}(c) {
  if (operandEpoch[${id}] === epoch) return operandValue[${id}];
  operandEpoch[${id}] = epoch;
  return (operandValue[${id}] = ${this.scope.constant(operand.extract)}(c));
}`);
    }
    return name;
  }

  /** Expression that reads the operand: through its reader where other code reads it too. */
  private read(operand: OperandNode): Code {
    const reader = this.operandReaders.get(operand);
    return js`${reader ?? this.scope.constant(operand.extract)}(c)`;
  }

  /** Few conditions, each compared on the spot if a rule that is still alive has it. */
  private inlineStage(stage: ValueStage): Code {
    const tests = stage.formulas.map(({ node, mask }) => {
      const clear = this.words((w) => (mask[w] === 0 ? NOTHING : js`a${w} &= ${~(mask[w] as number)};`));
      return js`if ((${this.wanted(mask)}) !== 0 && !${expression(node, this.scope, this.reads)}) { ${lines(clear)} }`;
    });
    return js`${lines(tests)}
${this.stopIfNone()}`;
  }

  /** Rules still alive that have a condition in `mask`. */
  private wanted(mask: Int32Array): Code {
    const parts = this.words((w) => js`(a${w} & ${mask[w] as number})`).filter((_, w) => mask[w] !== 0);
    return parts.reduce((a, b) => js`${a} | ${b}`);
  }

  /** Every operand through its reader, shared nodes through their functions. */
  private readonly reads: Reads = {
    operand: (o) =>
      (this.operandUses.get(o) ?? 0) > 1 ? js`${this.operandReader(o)}(c)` : js`${this.scope.constant(o.extract)}(c)`,
    shared: (n) => {
      const name = this.shared.get(n);
      return name === undefined ? undefined : js`${name}(c)`;
    },
  };

  private formulas(formulas: readonly StageFormula[]): readonly Formula[] {
    return formulas.map(({ node, mask }) => {
      const formula = new Formula(node, mask);
      this.formulaCode.push(
        js`${this.scope.constant(formula)}.test = function (c) { return ${expression(node, this.scope, this.reads)}; };`,
      );
      return formula;
    });
  }

  /** Arguments that find the stage's row: value and variant. */
  private keyOf(stage: ValueStage): Code {
    if (stage.key === undefined) return js`${this.read(stage.operand)}, 0`;
    const variant = stage.key.variant === undefined ? js`0` : js`${this.scope.constant(stage.key.variant)}(c)`;
    return js`${this.scope.constant(stage.key.value)}(c), ${variant}`;
  }

  private memoStage(stage: ValueStage, index: number, remembers: boolean): Code {
    const memo = new ValueMemo(this.plan.words, this.formulas(stage.formulas), remembers);
    const m = this.scope.constant(memo);
    const has = stage.mask;
    return js`if ((${this.wanted(has)}) !== 0) {
  const row = ${m}.row(${this.keyOf(stage)});
  const known = ${m}.known;
  ${lines(this.words((w) => (has[w] === 0 ? NOTHING : js`const u${index}_${w} = a${w} & ${has[w] as number} & ~known[row + ${w}];`)))}
  if ((${this.words((w) => js`u${index}_${w}`)
    .filter((_, w) => has[w] !== 0)
    .reduce((a, b) => js`${a} | ${b}`)}) !== 0) {
    ${lines(this.words((w) => js`${this.need}[${w}] = ${has[w] === 0 ? js`0` : js`u${index}_${w}`};`))}
    ${m}.fill(row, c, ${this.need});
  }
  const pass = ${m}.pass;
  ${lines(this.words((w) => (has[w] === 0 ? NOTHING : js`a${w} &= pass[row + ${w}] | ${~(has[w] as number)};`)))}
  ${this.stopIfNone()}
}`;
  }

  /** One remembered row per thread: what all its thread-only values let pass. */
  private threadStage(stages: readonly ValueStage[]): Code {
    const { words } = this.plan;
    const has = new Int32Array(words);
    for (const s of stages) for (let w = 0; w < words; w++) has[w] = (has[w] as number) | (s.mask[w] as number);
    const rows = new ThreadRows(
      words,
      stages.map((s): ThreadOperand => {
        const formulas = this.formulas(s.formulas);
        const value = (s.key?.value ?? s.operand.extract) as ThreadOperand['value'];
        const variant = s.key?.variant;
        if (!isWorthRemembering(s)) return { mask: s.mask, value, variant, formulas };
        return { mask: s.mask, value, variant, formulas, memo: new ValueMemo(words, formulas, true) };
      }),
    );
    const t = this.scope.constant(rows);
    const id = this.scope.constant(this.source.threadId);
    const thread = this.scope.constant(this.source.thread);
    const version = this.scope.constant(this.source.threadVersion);
    return js`if ((${this.wanted(has)}) !== 0) {
  const row = ${t}.row(${id}(c), ${thread}(c), ${version}(c));
  const known = ${t}.known;
  ${lines(this.words((w) => (has[w] === 0 ? NOTHING : js`const t${w} = a${w} & ${has[w] as number} & ~known[row + ${w}];`)))}
  if ((${this.words((w) => js`t${w}`)
    .filter((_, w) => has[w] !== 0)
    .reduce((a, b) => js`${a} | ${b}`)}) !== 0) {
    ${lines(this.words((w) => js`${this.need}[${w}] = ${has[w] === 0 ? js`0` : js`t${w}`};`))}
    ${t}.fill(row, c, ${this.need});
  }
  const pass = ${t}.pass;
  ${lines(this.words((w) => (has[w] === 0 ? NOTHING : js`a${w} &= pass[row + ${w}] | ${~(has[w] as number)};`)))}
  ${this.stopIfNone()}
}`;
  }

  /** Evaluates the rest of each surviving rule of word `w`, lowest bit (first rule) first. */
  private survivors(w: number, rules: Code): Code {
    const cases = this.plan.rest.map((node, i) => {
      if (i >> 5 !== w) return NOTHING;
      const test = node.kind === 'true' ? js`true` : js`r${i}(c)`;
      return js`case ${i & 31}: hit = ${test}; break;`;
    });
    const report = this.first
      ? js`if (hit) { out[at] = ${rules}[${w * 32} + bit]; return 1; }`
      : js`if (hit) out[at + n++] = ${rules}[${w * 32} + bit];`;
    return js`while (a${w} !== 0) {
  const bit = 31 - Math.clz32(a${w} & -a${w});
  a${w} &= a${w} - 1;
  let hit = false;
  switch (bit) { ${lines(cases)} }
  ${report}
}`;
  }
}

function fullMask(count: number, word: number): number {
  const left = count - word * 32;
  return left >= 32 ? -1 : (1 << left) - 1;
}

function idOf(node: Node): number {
  if (node.kind === 'true' || node.kind === 'false') throw new Error('constants have no id');
  return node.id;
}

/** How often each node occurs below the roots, counting a shared node's own parts once. */
function countUses(roots: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  const walk = (node: Node): void => {
    if (node.kind === 'true' || node.kind === 'false') return;
    const seen = uses.get(node) ?? 0;
    uses.set(node, seen + 1);
    if (seen > 0) return;
    if (node.kind === 'not') walk(node.child);
    else if (node.kind === 'and' || node.kind === 'or') node.children.forEach(walk);
  };
  roots.forEach(walk);
  return uses;
}

function formulaNodes(stage: Stage): Node[] {
  const stages = stage.kind === 'thread' ? stage.stages : [stage.stage];
  return stages.flatMap((s) => s.formulas.map((f) => f.node));
}
