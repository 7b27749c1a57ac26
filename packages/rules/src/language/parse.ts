import { type ByteString, bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';
import type { CheckExpr, Expr, FieldExpr, Operand, Position, Right, TransformArg, TransformExpr } from './ast.ts';
import { unescapeQuoted } from './escapes.ts';
import {
  ALL_OPERATORS,
  LIST_OPERATORS,
  MODIFIERS,
  NUMERIC_OPERATORS,
  quoteNames,
  STRING_OPERATORS,
  TRANSFORMERS,
  TRANSFORMERS_AND_VAL,
  UNARY_OPERATORS,
} from './operators.ts';
import { ParseFailure, Scanner } from './scanner.ts';

export type ParseResult =
  | { readonly ok: true; readonly ast: Expr }
  | { readonly ok: false; readonly message: string; readonly pos: Position };

export interface ParseOptions {
  /** Nesting at which parsing gives up with a diagnostic. Falco parses rules with 1000. */
  readonly maxDepth?: number;
}

/** Parses a condition (Unicode text, lists already expanded). Messages and positions are Falco's. */
export function parseCondition(text: string, options: ParseOptions = {}): ParseResult {
  return parseConditionBytes(utf8ToBytes(text), options);
}

/** {@link parseCondition} of a text that is a byte string already, and need not be valid UTF-8. */
export function parseConditionBytes(text: ByteString, options: ParseOptions = {}): ParseResult {
  const parser = new Parser(new Scanner(text), options.maxDepth ?? 1000);
  return guarded(parser, () => {
    const { scanner } = parser;
    if (scanner.end === 0) throw new ParseFailure('filter input string is empty');
    const ast = parser.or();
    if (scanner.index !== scanner.end) {
      throw new ParseFailure(`unexpected token after '${scanner.token}', expecting 'or', 'and'`);
    }
    return { ok: true, ast };
  });
}

export type OperandResult =
  | { readonly ok: true; readonly operand: Operand; readonly end: number }
  | { readonly ok: false; readonly message: string; readonly pos: Position };

/**
 * Parses the field or transformer at `start` of `text` (a byte string); text behind it up to `end` is left alone. Output
 * templates are made of these.
 */
export function parseOperand(text: ByteString, start: number, end: number): OperandResult {
  const parser = new Parser(new Scanner(text, start, end), 100);
  return guarded(parser, () => {
    const operand = parser.operand();
    return { ok: true, operand, end: parser.scanner.index };
  });
}

function guarded<T>(
  parser: Parser,
  run: () => T,
): T | { readonly ok: false; readonly message: string; readonly pos: Position } {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    return { ok: false, message: bytesToUtf8(error.message), pos: parser.scanner.position() };
  }
}

const OR_TRANSFORMER = `a field with a valid transformer: ${quoteNames(TRANSFORMERS_AND_VAL)}`;

/**
 * Recursive descent; one method per production, each headed by its production. Every production counts one level of
 * `maxDepth`, as in Falco, so that exactly the same conditions are too deep.
 */
class Parser {
  readonly scanner: Scanner;
  private readonly maxDepth: number;
  private depth = 0;

  constructor(scanner: Scanner, maxDepth: number) {
    this.scanner = scanner;
    this.maxDepth = maxDepth;
  }

  /** or := and ('or' and)* */
  or(): Expr {
    return this.nested(() => this.chain('or', () => this.and()));
  }

  /** and := not ('and' not)* */
  private and(): Expr {
    return this.nested(() => this.chain('and', () => this.not()));
  }

  /** The operator needs a blank or a parenthesis behind it; a parenthesis right behind it is read here. */
  private chain(kind: 'and' | 'or', child: () => Expr): Expr {
    const { scanner } = this;
    const pos = scanner.position();
    scanner.blank();
    const first = child();
    const children = [first];
    scanner.blank();
    while (scanner.literal(kind)) {
      if (scanner.blank()) {
        children.push(child());
      } else if (scanner.literal('(')) {
        children.push(this.embedded());
      } else {
        throw new ParseFailure(`expected blank or '(' after '${kind}'`);
      }
      scanner.blank();
    }
    return children.length > 1 ? { kind, children, pos } : first;
  }

  /** not := ('not' blank)* ('not(' embedded | check) */
  private not(): Expr {
    return this.nested(() => {
      const { scanner } = this;
      const pos = scanner.position();
      scanner.blank();
      let negated = false;
      while (scanner.notAndBlank()) negated = !negated;
      let child: Expr;
      if (scanner.literal('not(')) {
        negated = !negated;
        child = this.embedded();
      } else {
        child = this.check();
      }
      return negated ? { kind: 'not', child, pos } : child;
    });
  }

  /** embedded := or ')' ; the opening parenthesis has been read */
  private embedded(): Expr {
    return this.nested(() => {
      this.scanner.blank();
      const child = this.or();
      this.scanner.blank();
      this.expect(')', "expected a ')' token");
      return child;
    });
  }

  /** check := '(' embedded | operand condition | Identifier */
  private check(): Expr {
    return this.nested(() => {
      const { scanner } = this;
      const pos = scanner.position();
      scanner.blank();
      if (scanner.literal('(')) return this.embedded();
      const left = this.tryOperand(pos);
      if (left !== undefined) return this.condition(left, pos);
      if (scanner.identifier()) return { kind: 'macro', name: scanner.token, pos };
      throw new ParseFailure("expected a '(' token, a field check, or an identifier");
    });
  }

  /** operand := Field | Transformer ; alone, for output templates */
  operand(): Operand {
    return this.nested(() => {
      const operand = this.tryOperand(this.scanner.position());
      // The quote that is not closed is Falco's.
      if (operand === undefined) throw new ParseFailure(`unexpected token after '${this.scanner.token}`);
      return operand;
    });
  }

  private tryOperand(pos: Position): Operand | undefined {
    const { scanner } = this;
    if (scanner.fieldName()) return this.field(scanner.token, pos);
    return this.tryTransformer(pos);
  }

  private tryTransformer(pos: Position): TransformExpr | undefined {
    const { scanner } = this;
    const name = scanner.call(TRANSFORMERS);
    if (name === undefined) return undefined;
    scanner.token = name;
    scanner.blank();
    return this.transformer(name, pos);
  }

  /** field := FieldName bracket? */
  private field(name: string, pos: Position): FieldExpr {
    return this.nested(() => ({ kind: 'field', name, ...this.bracket(), pos }));
  }

  /** bracket := '[' (Quoted | FieldArg) ']' */
  private bracket(): { readonly arg?: ByteString } {
    const { scanner } = this;
    if (!scanner.literal('[')) return {};
    if (!this.quoted() && !scanner.fieldArg()) {
      throw new ParseFailure('expected a valid field argument: a quoted string or a bare string');
    }
    const arg = scanner.token;
    this.expect(']', "expected a ']' token");
    return { arg };
  }

  /** transformer := TransformerName '(' arg (',' arg)* ')' bracket? ; name and parenthesis have been read */
  private transformer(name: string, pos: Position): TransformExpr {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const args: TransformArg[] = [];
      do {
        args.push(this.transformerArg());
        scanner.blank();
      } while (scanner.literal(','));
      this.expect(')', "expected a ')' token closing the transformer");
      return { kind: 'transform', name, args, ...this.bracket(), pos };
    });
  }

  /** arg := Number | Quoted | '(' list | Transformer | Field */
  private transformerArg(): TransformArg {
    const pos = this.scanner.position();
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const value = this.numberOrQuoted(pos);
      if (value !== undefined) return value;
      if (scanner.literal('(')) return this.transformerList(pos);
      const operand = this.tryTransformer(pos) ?? (scanner.fieldName() ? this.field(scanner.token, pos) : undefined);
      if (operand !== undefined) return operand;
      throw new ParseFailure(
        'expected field transformer argument: field, transformer, quoted string, number, or transformer list',
      );
    });
  }

  private numberOrQuoted(pos: Position): TransformArg | undefined {
    const { scanner } = this;
    if (scanner.number()) return { kind: 'value', text: scanner.token, quoted: false, pos };
    if (this.quoted()) return { kind: 'value', text: scanner.token, quoted: true, pos };
    return undefined;
  }

  /** list := (item (',' item)*)? ')' ; the opening parenthesis has been read */
  private transformerList(pos: Position): TransformArg {
    const { scanner } = this;
    const items: TransformArg[] = [];
    scanner.blank();
    if (scanner.literal(')')) return { kind: 'list', items, pos };
    do {
      scanner.blank();
      // item := Field | Transformer | Quoted | Number
      const item = this.tryOperand(pos) ?? this.numberOrQuoted(pos);
      if (item === undefined) {
        throw new ParseFailure('expected transformer list argument: field, transformer, quoted string, or number');
      }
      items.push(item);
      scanner.blank();
    } while (scanner.literal(','));
    this.expect(')', "expected ')'");
    return { kind: 'list', items, pos };
  }

  /** condition := 'exists' | NumericOperator number | StringOperator string | StringOperator Modifier list | ListOperator list */
  private condition(left: Operand, pos: Position): CheckExpr {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const unary = scanner.operator(UNARY_OPERATORS);
      if (unary !== undefined) return { kind: 'check', left, op: unary, pos };

      const numeric = scanner.operator(NUMERIC_OPERATORS);
      if (numeric !== undefined) return { kind: 'check', left, op: numeric, right: this.numberValue(), pos };

      const op = scanner.operator(STRING_OPERATORS);
      if (op !== undefined) {
        const modifier = this.modifier(op);
        if (modifier === undefined) return { kind: 'check', left, op, right: this.stringValue(), pos };
        return { kind: 'check', left, op, modifier, right: this.modifiedList(), pos };
      }

      const listOp = scanner.operator(LIST_OPERATORS);
      if (listOp !== undefined) return { kind: 'check', left, op: listOp, right: this.listValue(), pos };
      throw new ParseFailure(`expected a valid check operator: one of ${quoteNames(ALL_OPERATORS)}`);
    });
  }

  /** `oneof` and its like are values too: they are modifiers only when a list or its name follows. */
  private modifier(op: string): CheckExpr['modifier'] {
    const { scanner } = this;
    const isWord = /^[a-z]/.test(op);
    // The blank behind a word has been read with it.
    const separated = isWord || scanner.blank();
    const before = scanner.mark();
    if (separated) {
      const modifier = scanner.operator(MODIFIERS);
      if (modifier !== undefined) {
        const listFollows = scanner.text.charAt(scanner.index) === '(' || scanner.identifierFollows();
        if (listFollows && !scanner.booleanKeywordFollows()) return modifier;
      }
    }
    scanner.reset(before);
    return undefined;
  }

  /** number := transformer | Number */
  private numberValue(): Right {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const pos = scanner.position();
      const operand = this.tryTransformerOrVal();
      if (operand !== undefined) return operand;
      if (scanner.number()) return { kind: 'value', text: scanner.token, pos };
      throw new ParseFailure(`expected a number value or ${OR_TRANSFORMER}`);
    });
  }

  /** string := transformer | Quoted | Bare */
  private stringValue(): Right {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const pos = scanner.position();
      const operand = this.tryTransformerOrVal();
      if (operand !== undefined) return operand;
      if (this.quoted() || scanner.bareString()) return { kind: 'value', text: scanner.token, pos };
      throw new ParseFailure(`expected a string value or ${OR_TRANSFORMER}`);
    });
  }

  /** listValue := parenthesized | transformer | Identifier */
  private listValue(): Right {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const pos = scanner.position();
      const right = this.tryParenthesized() ?? this.tryTransformerOrVal();
      if (right !== undefined) return right;
      if (scanner.identifier()) return { kind: 'value', text: scanner.token, pos };
      throw new ParseFailure(`expected a list, an identifier, or ${OR_TRANSFORMER}`);
    });
  }

  /** modifiedList := parenthesized | Identifier */
  private modifiedList(): Right {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const pos = scanner.position();
      const right = this.tryParenthesized();
      if (right !== undefined) return right;
      if (scanner.identifier()) return { kind: 'value', text: scanner.token, pos };
      throw new ParseFailure('expected a list or an identifier');
    });
  }

  /** parenthesized := '(' (item (',' item)*)? ')' */
  private tryParenthesized(): Right | undefined {
    const { scanner } = this;
    const pos = scanner.position();
    if (!scanner.literal('(')) return undefined;
    const items: ByteString[] = [];
    scanner.blank();
    if (this.firstItem()) {
      items.push(scanner.token);
      scanner.blank();
      while (scanner.literal(',')) {
        this.item();
        items.push(scanner.token);
        scanner.blank();
      }
    }
    this.expect(')', "expected a ')' token");
    return { kind: 'list', items, pos };
  }

  /** item := Quoted | Bare */
  private item(): void {
    this.nested(() => {
      this.scanner.blank();
      if (!this.quoted() && !this.scanner.bareString()) throw new ParseFailure('expected a string value');
    });
  }

  /**
   * The list may be empty, so Falco forgives whatever is wrong with the first item and goes on behind what it read of it:
   * `("\q")` is an empty list.
   */
  private firstItem(): boolean {
    const depth = this.depth;
    try {
      this.item();
      return true;
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error;
      this.depth = depth;
      return false;
    }
  }

  /** transformer := 'val(' Field ')' bracket? | Transformer */
  private tryTransformerOrVal(): TransformExpr | undefined {
    return this.nested(() => {
      const { scanner } = this;
      scanner.blank();
      const pos = scanner.position();
      if (scanner.call(['val']) === undefined) return this.tryTransformer(pos);
      scanner.token = 'val';
      scanner.blank();
      const fieldPos = scanner.position();
      if (!scanner.fieldName()) throw new ParseFailure("expected a field within 'val' transformer");
      const field = this.field(scanner.token, fieldPos);
      scanner.blank();
      this.expect(')', "expected a ')' token closing the transformer");
      return { kind: 'transform', name: 'val', args: [field], ...this.bracket(), pos };
    });
  }

  /** Reads a quoted string and leaves its unescaped text in `scanner.token`. */
  private quoted(): boolean {
    const { scanner } = this;
    const raw = scanner.quoted();
    if (raw === undefined) return false;
    const unescaped = unescapeQuoted(raw);
    if (!unescaped.ok) throw new ParseFailure(unescaped.message);
    scanner.token = unescaped.text;
    return true;
  }

  private expect(literal: string, message: string): void {
    if (!this.scanner.literal(literal)) throw new ParseFailure(message);
  }

  private nested<T>(production: () => T): T {
    if (++this.depth >= this.maxDepth) throw new ParseFailure(`exceeded max depth limit of ${this.maxDepth}`);
    const result = production();
    this.depth--;
    return result;
  }
}
