import type { Operand, TransformArg, TransformExpr } from '../language/ast.ts';
import { typeName } from './comparable.ts';
import type { FieldCatalogue } from './field-catalogue.ts';
import type { TypedOperand, TypedTransform, ValueType } from './typed.ts';

/** An operand with what checks need to know of it. */
export interface Extraction {
  readonly operand: TypedOperand;
  /** Type and listness of what it yields. */
  readonly type: ValueType;
  readonly list: boolean;
  /** How messages call it: the field's name, also when transformed. */
  readonly name: string;
  readonly origin: Origin;
}

/** What an operand was before single-argument transformers: Falco looks at this where it should look at the result. */
interface Origin {
  readonly name: string;
  readonly type: ValueType;
  readonly list: boolean;
  readonly noTransformer: boolean;
  readonly noRhs: boolean;
}

export type ExtractionResult =
  | { readonly ok: true; readonly extraction: Extraction }
  | { readonly ok: false; readonly message: string; readonly fatal: boolean };

type Failure = Extract<ExtractionResult, { readonly ok: false }>;

/** A string, list or result that is no field: messages call it NA. */
const NO_FIELD: Origin = { name: 'NA', type: 'CHARBUF', list: false, noTransformer: false, noRhs: false };

/** Types a field or transformer, with its arguments. */
export function checkOperand(operand: Operand, fields: FieldCatalogue): ExtractionResult {
  if (operand.kind === 'transform') return checkTransform(operand, fields);
  const text = operand.arg === undefined ? operand.name : `${operand.name}[${operand.arg}]`;
  const resolved = fields.resolve(text);
  if (!resolved.ok) return fail(resolved.message);
  const { info, arg } = resolved.field;
  const origin: Origin = {
    name: info.name,
    type: info.type,
    list: info.flags.includes('IS_LIST'),
    noTransformer: info.flags.includes('NO_TRANSFORMER'),
    noRhs: info.flags.includes('NO_RHS'),
  };
  const typed: TypedOperand = arg === undefined ? { kind: 'field', info } : { kind: 'field', info, arg };
  return { ok: true, extraction: { operand: typed, ...describe(origin), origin } };
}

function describe({ name, type, list }: Origin): Pick<Extraction, 'name' | 'type' | 'list'> {
  return { name, type, list };
}

function fail(message: string, fatal = false): Failure {
  return { ok: false, message, fatal };
}

type TypedArg = TypedTransform['args'][number];

/** An argument; plain values and lists of them count as text. */
interface Argument {
  readonly typed: TypedArg;
  readonly origin: Origin;
  /** Absent for values and lists. */
  readonly extraction?: Extraction;
}

function checkArgument(arg: TransformArg, fields: FieldCatalogue): { ok: true; arg: Argument } | Failure {
  if (arg.kind === 'value') {
    return { ok: true, arg: { typed: { kind: 'value', value: arg.text }, origin: NO_FIELD } };
  }
  if (arg.kind === 'list') {
    const items: (TypedOperand | { kind: 'value'; value: string })[] = [];
    for (const item of arg.items) {
      const checked = checkArgument(item, fields);
      if (!checked.ok) return checked;
      // The grammar has no lists in lists.
      if (checked.arg.typed.kind !== 'list') items.push(checked.arg.typed);
    }
    return { ok: true, arg: { typed: { kind: 'list', items }, origin: { ...NO_FIELD, list: true } } };
  }
  const checked = checkOperand(arg, fields);
  if (!checked.ok) return checked;
  const { extraction } = checked;
  return { ok: true, arg: { typed: extraction.operand, origin: extraction.origin, extraction } };
}

function checkTransform(expr: TransformExpr, fields: FieldCatalogue): ExtractionResult {
  const args: Argument[] = [];
  for (const child of expr.args) {
    const checked = checkArgument(child, fields);
    if (!checked.ok) return checked;
    args.push(checked.arg);
  }
  const [first] = args;
  if (first === undefined || (args.length > 1 && expr.name !== 'val')) return checkCombining(expr, args);
  if (expr.arg !== undefined) return fail(`filter error: transformer '${expr.name}' does not support field arguments`);
  // `val` only says that the right side is a field.
  if (expr.name === 'val' && first.extraction !== undefined) return { ok: true, extraction: first.extraction };
  return checkMapping(expr.name, first);
}

interface Mapping {
  readonly accepts: readonly ValueType[];
  /** `len`: takes any list too, and yields a number. */
  readonly counts?: true;
}

const TEXT: readonly ValueType[] = ['CHARBUF', 'FSPATH', 'FSRELPATH'];

/** Transformers of one argument. */
const MAPPINGS: Readonly<Record<string, Mapping>> = {
  tolower: { accepts: TEXT },
  toupper: { accepts: TEXT },
  basename: { accepts: TEXT },
  b64: { accepts: ['CHARBUF', 'BYTEBUF'] },
  len: { accepts: [...TEXT, 'BYTEBUF'], counts: true },
};

function checkMapping(name: string, arg: Argument): ExtractionResult {
  const mapping = MAPPINGS[name];
  if (mapping === undefined) return fail(`unknown field transfomer '${name}'`);
  const { origin } = arg;
  if (origin.noTransformer) return fail(`field '${origin.name}' does not support transformers`);
  const { type, list, name: shown } = arg.extraction ?? describe(origin);
  if (!mapping.accepts.includes(type) && !(mapping.counts && list)) {
    const on = `${list ? 'list ' : ''}field '${origin.name}'`;
    return fail(
      `can't add field transformer: type '${typeName(type)}' is not supported by '${name}' transformer applied on ${on}`,
    );
  }
  const result = mapping.counts ? ({ type: 'UINT64', list: false } as const) : { type, list };
  const operand: TypedTransform = {
    kind: 'transform',
    name: name as TypedTransform['name'],
    args: [arg.typed],
    ...result,
  };
  return { ok: true, extraction: { operand, ...result, name: shown, origin } };
}

/** What a transformer of several arguments objects to. */
const COMBINING: Readonly<Record<string, (args: readonly Origin[]) => string | undefined>> = {
  join: ([separator, list, ...more]) => {
    if (separator === undefined || list === undefined || more.length > 0) {
      return 'join() requires exactly 2 arguments: separator and list';
    }
    if (separator.list) return 'join() first argument (separator) must be a single value, not a list';
    return list.list ? undefined : 'join() second argument must be a list';
  },
  concat: (args) =>
    args.some(({ type, list }) => type !== 'CHARBUF' || list) ? 'concat() arguments must be strings' : undefined,
  getopt: ([argv, options, ...more]) => {
    if (argv === undefined || options === undefined || more.length > 0) {
      return 'getopt() requires exactly 2 arguments: args list and optstring';
    }
    if (!argv.list) return 'getopt() first argument must be a list';
    if (options.list) return 'getopt() second argument (optstring) must be a single value';
    return argv.type === 'CHARBUF' && options.type === 'CHARBUF' ? undefined : 'getopt() arguments must be strings';
  },
};

function checkCombining(expr: TransformExpr, args: readonly Argument[]): ExtractionResult {
  const { name, arg } = expr;
  const objection = COMBINING[name];
  if (objection === undefined) return fail('unknown multivalue transformer', true);
  const message = objection(args.map(({ origin }) => origin));
  if (message !== undefined) return fail(message);
  if (arg !== undefined && name !== 'getopt') return fail(`transformer '${name}' does not support field arguments`);
  if (arg !== undefined && arg.length !== 1) return fail('getopt() field argument must be a single option character');
  const list = name === 'getopt' && arg === undefined;
  const operand: TypedTransform = {
    kind: 'transform',
    name: name as TypedTransform['name'],
    args: args.map(({ typed }) => typed),
    ...(arg === undefined ? {} : { arg }),
    type: 'CHARBUF',
    list,
  };
  // The origin is no list even where the result is one: join(..., getopt(...)) is refused.
  return {
    ok: true,
    extraction: { operand, type: 'CHARBUF', list, name: list ? 'INTERNAL' : 'NA', origin: NO_FIELD },
  };
}
