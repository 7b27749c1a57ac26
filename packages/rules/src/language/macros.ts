import type { CheckExpr, Expr, MacroExpr, Position } from './ast.ts';

/** A macro's name where it is used. */
export interface MacroUse {
  readonly name: string;
  readonly pos: Position;
}

/** The conditions of macros by name; a map is one. */
export interface MacroBodies {
  get(name: string): Expr | undefined;
}

export type MacroResult =
  | {
      readonly ok: true;
      /** Every MacroExpr has its `body`. The same macro is the same body object. */
      readonly ast: Expr;
      /** Macros named in `expr` itself and in bodies that were not resolved before. */
      readonly used: readonly MacroUse[];
    }
  | {
      readonly ok: false;
      /** Falco's text: a reference loop, or an undefined macro. */
      readonly message: string;
      /** Of the name, in the text where it stands: that of `expr` or that of a macro's condition. */
      readonly pos: Position;
    };

/** Height of a tree with its macros' bodies; beyond this it is too deep to walk. Falco has no limit here. */
const MAX_HEIGHT = 2000;
/**
 * Size of a condition with its macros' bodies, about as many bytes as it prints to: thirty macros that name each other twice
 * are a file of a kilobyte. Falco has no limit here, and does not come back.
 */
const MAX_SIZE = 16 * 1024 * 1024;

/**
 * Gives every macro reference in `expr` its body. `macros` holds the conditions that are visible here, preferably already
 * resolved themselves: then bodies are shared between all that use them.
 */
export function resolveMacros(expr: Expr, macros: MacroBodies): MacroResult {
  const resolver = new Resolver(macros);
  const ast = resolver.resolve(expr);
  let problem = resolver.loop ?? resolver.unknown;
  if (problem === undefined && resolver.used.length > 0 && sizeOf(ast) > MAX_SIZE) {
    problem = { message: `condition with its macros is longer than ${MAX_SIZE} bytes`, pos: ast.pos };
  }
  return problem === undefined ? { ok: true, ast, used: resolver.used } : { ok: false, ...problem };
}

interface Problem {
  readonly message: string;
  readonly pos: Position;
}

class Resolver {
  readonly used: MacroUse[] = [];
  /** The first of each; loops are reported before unknown names. */
  loop: Problem | undefined;
  unknown: Problem | undefined;
  private readonly macros: MacroBodies;
  private readonly path: string[] = [];
  private height = 0;
  private readonly bodies = new Map<string, Expr>();

  constructor(macros: MacroBodies) {
    this.macros = macros;
  }

  /** Returns `expr` itself when nothing in it had to be resolved. */
  resolve(expr: Expr): Expr {
    switch (expr.kind) {
      case 'and':
      case 'or': {
        const children = expr.children.map((child) => this.resolve(child));
        return children.every((child, i) => child === expr.children[i]) ? expr : { ...expr, children };
      }
      case 'not': {
        const child = this.resolve(expr.child);
        return child === expr.child ? expr : { ...expr, child };
      }
      case 'check':
        return expr;
      case 'macro':
        return expr.body === undefined ? this.macro(expr) : expr;
    }
  }

  private macro(expr: MacroExpr): Expr {
    const { name, pos } = expr;
    const definition = this.macros.get(name);
    if (definition === undefined) {
      this.unknown ??= { message: `Undefined macro '${name}' used in filter.`, pos };
      return expr;
    }
    if (this.path.includes(name)) {
      this.loop ??= { message: `reference loop in macro '${name}'`, pos };
      return expr;
    }
    let body = this.bodies.get(name);
    if (body === undefined) {
      this.path.push(name);
      this.height += heightOf(definition);
      if (this.height > MAX_HEIGHT) {
        this.loop ??= { message: `conditions nested deeper than ${MAX_HEIGHT} in macro '${name}'`, pos };
        body = definition;
      } else {
        body = this.resolve(definition);
      }
      this.height -= heightOf(definition);
      this.path.pop();
      this.bodies.set(name, body);
    }
    this.used.push({ name, pos });
    return { ...expr, body };
  }
}

/** Remembered, since bodies are shared. */
const heights = new WeakMap<Expr, number>();

function heightOf(expr: Expr): number {
  const known = heights.get(expr);
  if (known !== undefined) return known;
  let height = 0;
  if (expr.kind === 'macro') height = expr.body === undefined ? 0 : heightOf(expr.body);
  else if (expr.kind === 'not') height = heightOf(expr.child);
  else if (expr.kind !== 'check') for (const child of expr.children) height = Math.max(height, heightOf(child));
  heights.set(expr, height + 1);
  return height + 1;
}

/** Of the bodies of macros. */
const sizes = new WeakMap<Expr, number>();
const BYTES_PER_NODE = 16;

function sizeOf(expr: Expr): number {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return expr.children.reduce((sum, child) => sum + sizeOf(child), BYTES_PER_NODE);
    case 'not':
      return BYTES_PER_NODE + sizeOf(expr.child);
    case 'check':
      return BYTES_PER_NODE + bytesIn(expr.right);
    case 'macro': {
      if (expr.body === undefined) return BYTES_PER_NODE;
      const known = sizes.get(expr.body);
      if (known !== undefined) return known;
      const size = sizeOf(expr.body);
      sizes.set(expr.body, size);
      return size;
    }
  }
}

function bytesIn(right: CheckExpr['right']): number {
  if (right?.kind === 'value') return right.text.length;
  return right?.kind === 'list' ? right.items.reduce((sum, item) => sum + item.length + 1, 0) : 0;
}
