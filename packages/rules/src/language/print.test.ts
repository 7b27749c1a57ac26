import { utf8ToBytes } from '@saker/core/byte-string.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expr, FieldExpr, Operand, Right, TransformArg } from './ast.ts';
import { ALL_OPERATORS } from './operators.ts';
import { parseCondition } from './parse.ts';
import { printCondition } from './print.ts';

const pos = { index: 0, line: 1, column: 1 };

const name = fc.constantFrom('a', 'proc', 'x_1', 'oneof', 'lenient');
const macroName = fc.constantFrom('m', 'spawned_process', 'x1', 'android', 'order');
// Any bytes; the NUL is left out because it ends Falco's strings.
const bytes = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom(...Array.from('abc "\'\\(),=[]\n\t.', (c) => c.charCodeAt(0))),
    ),
    { maxLength: 8 },
  )
  .map((codes) => String.fromCharCode(...codes));
const number = fc.constantFrom('0', '-1', '1.5', '0x1F', '+7', '1e+3');

const field: fc.Arbitrary<FieldExpr> = fc
  .record({ parts: fc.array(name, { minLength: 2, maxLength: 4 }), arg: fc.option(bytes, { nil: undefined }) })
  .map(({ parts, arg }) => ({ kind: 'field', name: parts.join('.'), ...(arg === undefined ? {} : { arg }), pos }));

const { operand } = fc.letrec<{ operand: Operand; arg: TransformArg }>((tie) => ({
  operand: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field,
    fc
      .record({
        name: fc.constantFrom('tolower', 'len', 'join', 'getopt'),
        args: fc.array(tie('arg'), { minLength: 1, maxLength: 3 }),
        arg: fc.option(bytes, { nil: undefined }),
      })
      .map(({ name: transformer, args, arg }) => ({
        kind: 'transform' as const,
        name: transformer,
        args,
        ...(arg === undefined ? {} : { arg }),
        pos,
      })),
  ),
  arg: fc.oneof(
    { depthSize: 'small' },
    number.map((text) => ({ kind: 'value' as const, text, quoted: false, pos })),
    bytes.map((text) => ({ kind: 'value' as const, text, quoted: true, pos })),
    tie('operand'),
    fc
      .array(
        fc.oneof(
          bytes.map((text) => ({ kind: 'value' as const, text, quoted: true, pos })),
          field,
        ),
        { maxLength: 3 },
      )
      .map((items) => ({ kind: 'list' as const, items, pos })),
  ),
}));

const value: fc.Arbitrary<Right> = bytes.map((text) => ({ kind: 'value', text, pos }));
const numberValue: fc.Arbitrary<Right> = number.map((text) => ({ kind: 'value', text, pos }));
const list: fc.Arbitrary<Right> = fc.oneof(
  fc.array(bytes, { maxLength: 4 }).map((items): Right => ({ kind: 'list', items, pos })),
  macroName.map((text): Right => ({ kind: 'value', text, pos })),
);
const fieldValue: fc.Arbitrary<Right> = field.map((arg) => ({ kind: 'transform', name: 'val', args: [arg], pos }));

const check: fc.Arbitrary<Expr> = fc
  .tuple(operand, fc.constantFrom(...(ALL_OPERATORS as never[])))
  .chain(([left, op]) => {
    const base = { kind: 'check' as const, left, op, pos };
    if (op === 'exists') return fc.constant(base);
    const right = (arbitrary: fc.Arbitrary<Right>) =>
      fc.oneof(arbitrary, fieldValue).map((right) => ({ ...base, right }));
    if (/^(?:in|intersects|pmatch)$/.test(op)) return right(list);
    if (/^[<>]/.test(op)) return right(numberValue);
    const modified = fc
      .tuple(fc.constantFrom('oneof' as const, 'anyof' as const, 'allof' as const), list)
      .map(([modifier, right]) => ({ ...base, modifier, right }));
    return fc.oneof(right(value), modified);
  });

const { expr } = fc.letrec<{ expr: Expr }>((tie) => ({
  expr: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    check,
    macroName.map((text): Expr => ({ kind: 'macro', name: text, pos })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('expr'), { minLength: 2, maxLength: 4 }))
      .map(([kind, children]): Expr => ({ kind, children, pos })),
    tie('expr').map((child): Expr => ({ kind: 'not', child, pos })),
  ),
}));

function withoutPositions(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, child) => (key === 'pos' ? undefined : child)));
}

test('what is printed parses to the same tree', () => {
  fc.assert(
    fc.property(expr, (tree) => {
      const text = printCondition(tree);
      const result = parseCondition(text);
      if (!result.ok) throw new Error(`${result.message}: ${text}`);
      expect(withoutPositions(result.ast)).toEqual(withoutPositions(tree));
    }),
    { numRuns: 500 },
  );
});

test('printing keeps bytes that are not UTF-8', () => {
  const result = parseCondition('proc.name = "\\xff\\xc3"');
  if (!result.ok) throw new Error(result.message);
  expect(printCondition(result.ast)).toBe('proc.name = "\\xff\\xc3"');
  expect(utf8ToBytes(printCondition(result.ast))).toBe(printCondition(result.ast));
});
