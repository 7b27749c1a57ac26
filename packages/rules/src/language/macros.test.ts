import { describe, expect, test } from 'vitest';
import type { Expr, MacroExpr } from './ast.ts';
import { type MacroResult, resolveMacros } from './macros.ts';
import { parseCondition } from './parse.ts';
import { canonicalCondition } from './print.ts';

function parse(text: string): Expr {
  const result = parseCondition(text);
  if (!result.ok) throw new Error(result.message);
  return result.ast;
}

function resolve(text: string, macros: Record<string, string>): MacroResult {
  return resolveMacros(parse(text), new Map(Object.entries(macros).map(([name, body]) => [name, parse(body)])));
}

test('every reference gets its body, in place', () => {
  const result = resolve('a and not b', { a: 'x.y = 1 or b', b: 'fd.num > 0' });
  if (!result.ok) throw new Error(result.message);
  expect(canonicalCondition(result.ast)).toBe('((x.y = 1 or fd.num > 0) and not fd.num > 0)');
  expect(new Set(result.used.map(({ name }) => name))).toEqual(new Set(['a', 'b']));
});

test('the same macro is the same object, across conditions when it was resolved before', () => {
  const macros = new Map([['b', parse('fd.num > 0')]]);
  const a = resolveMacros(parse('b or b'), macros);
  if (!a.ok || a.ast.kind !== 'or') throw new Error('expected an or');
  macros.set('a', a.ast);
  const rule = resolveMacros(parse('a'), macros);
  if (!rule.ok) throw new Error(rule.message);
  const [first, second] = a.ast.children as MacroExpr[];
  expect(first?.body).toBe(second?.body);
  expect((rule.ast as MacroExpr).body).toBe(a.ast);
});

describe('refused', () => {
  test.each([
    ['x.y = 1 and a', {}, "Undefined macro 'a' used in filter.", 12],
    ['a', { a: 'x.y = 1 and b' }, "Undefined macro 'b' used in filter.", 12],
    ['a', { a: 'not b', b: ' a' }, "reference loop in macro 'a'", 1],
    ['unknown and a', { a: 'a' }, "reference loop in macro 'a'", 0],
  ])('%s with %j', (text, macros, message, index) => {
    expect(resolve(text, macros)).toMatchObject({ ok: false, message, pos: { index } });
  });

  test('a chain that is too deep to walk', () => {
    const macros = new Map<string, Expr>([['m0', parse('x.y = 1')]]);
    let result: MacroResult | undefined;
    for (let i = 1; i <= 5000; i++) {
      result = resolveMacros(parse(`not m${i - 1}`), macros);
      if (!result.ok) break;
      macros.set(`m${i}`, result.ast);
    }
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('nested deeper') });
  });

  test('macros that double each other to more than can be walked or printed', () => {
    const macros = new Map<string, Expr>([['m0', parse('x.y = 1')]]);
    let result: MacroResult | undefined;
    let i = 1;
    for (; i <= 100; i++) {
      result = resolveMacros(parse(`m${i - 1} or m${i - 1}`), macros);
      if (!result.ok) break;
      macros.set(`m${i}`, result.ast);
    }
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('longer than') });
    expect(canonicalCondition(macros.get(`m${i - 1}`) as Expr).length).toBeGreaterThan(1e6);
  });
});
