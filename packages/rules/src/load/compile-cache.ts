import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { type CheckCache, type CheckWarning, checkCondition } from '../check/check-condition.ts';
import { conditionEventTypes } from '../check/event-types.ts';
import type { FieldCatalogue } from '../check/field-catalogue.ts';
import type { Typed } from '../check/typed.ts';
import { type ConditionWarnings, conditionWarnings } from '../check/warnings.ts';
import type { Expr, Position } from '../language/ast.ts';
import { parseFormat } from '../language/format.ts';
import { type MacroBodies, resolveMacros } from '../language/macros.ts';
import { type ParseResult, parseConditionBytes } from '../language/parse.ts';
import { type Sources, SYSCALL_SOURCE } from './sources.ts';

/** A condition that is in order. */
export interface Checked {
  readonly typed: Typed;
  readonly warnings: readonly CheckWarning[];
  readonly eventTypes: ReadonlySet<number>;
  readonly hints: ConditionWarnings;
}

/**
 * The steps of compiling a condition or an output. Falco compiles everything again after every file; results are remembered
 * here, so that loading many files costs little more than loading one.
 */
export class CompileCache {
  private readonly sources: Sources;
  private readonly parsed = new Map<ByteString, ParseResult>();
  private readonly resolved = new Map<
    Expr,
    { readonly bodies: readonly (readonly [string, Expr])[]; readonly ast: Expr }
  >();
  private readonly checked = new Map<Expr, Checked>();
  private readonly checkCaches = new Map<ByteString, CheckCache>();
  private readonly formats = new Map<ByteString, string | undefined>();

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** Of a source that is known. */
  fieldsOf(source: ByteString): FieldCatalogue {
    return this.sources.get(source) as FieldCatalogue;
  }

  parse(text: ByteString): ParseResult {
    let result = this.parsed.get(text);
    if (result === undefined) {
      result = parseConditionBytes(text, { maxDepth: 1000 });
      this.parsed.set(text, result);
    }
    return result;
  }

  /** Resolves macros, or yields the tree that was made before when the macros in it are the same as then. */
  resolve(expr: Expr, macros: MacroBodies): ReturnType<typeof resolveMacros> {
    const before = this.resolved.get(expr);
    if (before?.bodies.every(([name, body]) => macros.get(name) === body))
      return { ok: true, ast: before.ast, used: before.bodies.map(([name]) => ({ name, pos: expr.pos })) };
    const result = resolveMacros(expr, macros);
    if (result.ok) {
      const names = new Set(result.used.map(({ name }) => name));
      this.resolved.set(expr, { bodies: [...names].map((name) => [name, macros.get(name) as Expr]), ast: result.ast });
    }
    return result;
  }

  check(ast: Expr, source: ByteString): Checked | { readonly message: string; readonly pos: Position } {
    const before = this.checked.get(ast);
    if (before !== undefined) return before;
    const fields = this.fieldsOf(source);
    const cache: CheckCache = this.checkCaches.get(source) ?? new Map();
    this.checkCaches.set(source, cache);
    const result = checkCondition(ast, fields, cache);
    if (!result.ok) return result;
    const types =
      source === SYSCALL_SOURCE ? conditionEventTypes(ast) : { ok: true as const, types: new Set<number>() };
    if (!types.ok) return { message: types.message, pos: ast.pos };
    const { typed, warnings } = result;
    const checked: Checked = { typed, warnings, eventTypes: types.types, hints: conditionWarnings(ast) };
    this.checked.set(ast, checked);
    return checked;
  }

  /** What is wrong with an output template; undefined when nothing is. */
  formatProblem(output: ByteString, source: ByteString): string | undefined {
    const key = `${source}\0${output}`;
    if (this.formats.has(key)) return this.formats.get(key);
    const result = parseFormat(bytesToUtf8(output), this.fieldsOf(source));
    const problem = result.ok ? undefined : result.message;
    this.formats.set(key, problem);
    return problem;
  }
}
