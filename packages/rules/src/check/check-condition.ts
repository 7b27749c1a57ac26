import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { SYSCALL_CODES } from '@saker/schema/syscall-codes.ts';
import type { CheckExpr, Expr, MacroExpr, Operator, Position, Right } from '../language/ast.ts';
import { comparisonRefusal, typeName } from './comparable.ts';
import type { FieldCatalogue } from './field-catalogue.ts';
import { scanUnsigned } from './numbers.ts';
import { readPosixRegex } from './regex.ts';
import { checkOperand, type Extraction } from './transformers.ts';
import type { Constant, Typed, TypedCheck, TypedRight } from './typed.ts';
import { valueHints } from './value-hints.ts';
import { convertRawArgValue, convertValue, unhex } from './values.ts';

/** Falco's LOAD_COMPILE_CONDITION: a value that is probably a mistake. */
export interface CheckWarning {
  readonly message: string;
  readonly pos: Position;
}

export type CheckResult =
  | { readonly ok: true; readonly typed: Typed; readonly warnings: readonly CheckWarning[] }
  | {
      readonly ok: false;
      readonly message: string;
      /** Of the check that failed, in the text it was parsed from (a macro's own text inside a macro). */
      readonly pos: Position;
      /** Falco does not report this one but ends; any clean rejection agrees. */
      readonly fatal: boolean;
    };

/** Remembers what macro bodies were checked to, so that all rules share them. One per load. */
export type CheckCache = Map<Expr, { readonly typed: Typed; readonly warnings: readonly CheckWarning[] }>;

/**
 * Checks a condition whose macros are resolved: fields, operators, transformers, values.
 * `source` of every Typed node is the Expr it comes from.
 */
export function checkCondition(expr: Expr, fields: FieldCatalogue, cache: CheckCache = new Map()): CheckResult {
  const checker = new Checker(fields, cache);
  try {
    return { ok: true, typed: checker.check(expr), warnings: checker.warnings };
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    return { ok: false, message: bytesToUtf8(error.message), pos: error.pos, fatal: error.fatal };
  }
}

/** Macros that use macros several times multiply warnings; nobody reads more than these. */
const MAX_WARNINGS = 1000;

/** Why a condition is refused. Thrown inside this file only. */
class CheckFailure {
  readonly message: string;
  readonly pos: Position;
  readonly fatal: boolean;
  constructor(message: string, pos: Position, fatal = false) {
    this.message = message;
    this.pos = pos;
    this.fatal = fatal;
  }
}

class Checker {
  warnings: CheckWarning[] = [];
  private readonly fields: FieldCatalogue;
  private readonly cache: CheckCache;

  constructor(fields: FieldCatalogue, cache: CheckCache) {
    this.fields = fields;
    this.cache = cache;
  }

  check(expr: Expr): Typed {
    switch (expr.kind) {
      case 'and':
      case 'or':
        return { kind: expr.kind, children: expr.children.map((child) => this.check(child)), source: expr };
      case 'not':
        return { kind: 'not', child: this.check(expr.child), source: expr };
      case 'macro':
        return this.checkMacro(expr);
      case 'check':
        return this.checkComparison(expr);
    }
  }

  private checkMacro(expr: MacroExpr): Typed {
    const { body } = expr;
    if (body === undefined) throw new CheckFailure(`filter error: unexpected identifier '${expr.name}'`, expr.pos);
    let known = this.cache.get(body);
    if (known === undefined) {
      const outer = this.warnings;
      this.warnings = [];
      known = { typed: this.check(body), warnings: this.warnings };
      this.warnings = outer;
      this.cache.set(body, known);
    }
    for (const warning of known.warnings) this.warn(warning);
    return known.typed;
  }

  private warn(warning: CheckWarning): void {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push(warning);
  }

  private checkComparison(expr: CheckExpr): TypedCheck {
    const { pos } = expr;
    const op = expr.op === '==' ? '=' : expr.op;
    const left = this.extraction(expr.left, pos);
    const refusal = comparisonRefusal(op, expr.modifier, left.type, left.list);
    if (refusal !== undefined) throw new CheckFailure(`filter error: ${refusal}`, pos);
    const modifier = expr.modifier === undefined ? {} : { modifier: expr.modifier };
    return {
      kind: 'check',
      left: left.operand,
      op,
      ...modifier,
      type: left.type,
      list: left.list,
      right: expr.right === undefined ? { kind: 'none' } : this.right(left, op, expr.right, pos),
      source: expr,
    };
  }

  private extraction(operand: CheckExpr['left'], pos: Position): Extraction {
    const result = checkOperand(operand, this.fields);
    if (!result.ok) throw new CheckFailure(result.message, pos, result.fatal);
    return result.extraction;
  }

  private right(left: Extraction, op: Operator, right: Right, pos: Position): TypedRight {
    if (right.kind === 'field' || right.kind === 'transform') {
      const extraction = this.extraction(right, pos);
      const objection = rightOperandObjection(left, op, extraction);
      if (objection !== undefined) throw new CheckFailure(objection, pos);
      return { kind: 'operand', operand: extraction.operand };
    }
    const texts = right.kind === 'value' ? [right.text] : right.items;
    const values = texts.map((text) => {
      for (const message of valueHints(op, text, this.fields)) this.warn({ message, pos: right.pos });
      return this.constant(left, op, text, pos);
    });
    return { kind: 'values', values };
  }

  private constant(left: Extraction, op: Operator, text: ByteString, pos: Position): Constant {
    const value = op === 'bcontains' || op === 'bstartswith' ? unhex(text) : text;
    if (value === undefined) {
      throw new CheckFailure('filter error: bcontains and bstartswith operator support hex strings only', pos);
    }
    const convert = left.origin.name === 'evt.rawarg' ? convertRawArgValue : convertValue;
    const result = convert(value, left.type);
    if (!result.ok) throw new CheckFailure(result.message, pos, result.fatal);
    const objection = this.valueObjection(left, op, value);
    if (objection !== undefined) throw new CheckFailure(objection, pos);
    return result.value;
  }

  /** What single fields demand of values beyond their type, also when transformed. */
  private valueObjection(left: Extraction, op: Operator, text: ByteString): string | undefined {
    if (left.origin.name === 'evt.type' && !isEventName(text, this.fields)) return `unknown event type ${text}`;
    if (left.origin.name === 'evt.around') {
      if (op !== '=') return "evt.around supports only '=' comparison operator";
      if (scanUnsigned(text, 64) === undefined) return `${text} is not a valid number`;
    }
    if (op === 'regex') {
      const regex = readPosixRegex(text);
      if (!regex.ok) return `invalid regex pattern: ${regex.message}`;
    }
    return undefined;
  }
}

const EVENT_NAMES: ReadonlySet<string> = new Set([...EVENTS.map((event) => event.name), ...SYSCALL_CODES]);

function isEventName(name: string, fields: FieldCatalogue): boolean {
  return EVENT_NAMES.has(name) || fields.extraEventNames.has(name);
}

function rightOperandObjection(left: Extraction, op: Operator, right: Extraction): string | undefined {
  if (op === 'pmatch' || op === 'regex') {
    return `operator '${op.toUpperCase()}' doesn't support right-hand side fields`;
  }
  if (left.type === 'IPNET' || left.type === 'IPV4NET' || left.type === 'IPV6NET') {
    return "field type 'IPNET' doesn't support right-hand side fields";
  }
  if (left.origin.noRhs) return `field '${left.name}' doesn't support right-hand side fields`;
  if (right.origin.noRhs) return `field '${right.name}' can't be used as a right-hand side field`;
  if (left.type === right.type && left.list === right.list) return undefined;
  const shown = ({ type, list }: Extraction) => `type '${typeName(type)}${list ? ' (list)' : ''}'`;
  return `field '${left.name}' has ${shown(left)} while the right-hand side field '${right.name}' has incompatible ${shown(right)}`;
}
