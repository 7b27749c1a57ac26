import { type ByteString, bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';
import type { FieldCatalogue } from '../check/field-catalogue.ts';
import { checkOperand } from '../check/transformers.ts';
import type { TypedOperand } from '../check/typed.ts';
import type { Operand, TransformArg } from './ast.ts';
import { parseOperand } from './parse.ts';
import { canonicalOperand } from './print.ts';

/** A parsed output template. */
export interface OutputFormat {
  /** The template began with `*`: fields without a value print `<NA>` instead of suppressing the whole text. */
  readonly lenient: boolean;
  readonly segments: readonly FormatSegment[];
  /** What `output_fields` shows, in the order of the template; the same name may come twice. */
  readonly fields: readonly FormatField[];
}

export type FormatSegment =
  | { readonly kind: 'text'; readonly text: ByteString }
  | {
      readonly kind: 'value';
      readonly operand: TypedOperand;
      /** `%10proc.name`: padded or cut to so many bytes; 0 = as it is. */
      readonly width: number;
    };

export interface FormatField {
  /** Key in `output_fields`, e.g. `proc.aname[2]`, `toupper(proc.name)`. */
  readonly name: string;
  readonly operand: TypedOperand;
  /** Transformed fields are left out of `output_fields` by Falco (they appear in the text only). */
  readonly transformed: boolean;
}

export type FormatResult =
  | { readonly ok: true; readonly format: OutputFormat }
  | { readonly ok: false; readonly message: string };

/** Falco pads to any width it is told; this is enough for anything that is meant. */
const MAX_WIDTH = 65_535;

/** Names that have to be cut are not longer: cutting takes a parse for every letter. */
const MAX_CUT = 1024;

/** Parses an output template such as `%evt.time %proc.name`. The message of a failure is Falco's. */
export function parseFormat(template: string, fields: FieldCatalogue): FormatResult {
  if (template === '') return refuse('empty formatting token');
  const lenient = template.startsWith('*');
  const text = utf8ToBytes(lenient ? template.slice(1) : template);
  const segments: FormatSegment[] = [];
  const shown: FormatField[] = [];
  let index = 0;
  while (index < text.length) {
    const percent = text.indexOf('%', index);
    const end = percent < 0 ? text.length : percent;
    if (end > index) segments.push({ kind: 'text', text: text.slice(index, end) });
    if (percent < 0) break;
    if (percent === text.length - 1) return refuse('invalid formatting syntax: formatting cannot end with a %');

    const digits = /^[0-9]*/.exec(text.slice(percent + 1, percent + 32))?.[0] ?? '';
    let start = percent + 1 + digits.length;
    while (isDigit(text, start)) start++;
    if (start === text.length) return refuse('invalid formatting syntax: formatting cannot end with a number');

    const token = readOperand(text, start, fields);
    if (!token.ok) return token;
    segments.push({ kind: 'value', operand: token.typed, width: Math.min(Number(digits), MAX_WIDTH) });
    addShown(token.operand, fields, shown);
    index = token.end;
  }
  return { ok: true, format: { lenient, segments, fields: shown } };
}

function refuse(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

function isDigit(text: ByteString, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

type OperandRead =
  | { readonly ok: true; readonly operand: Operand; readonly typed: TypedOperand; readonly end: number }
  | { readonly ok: false; readonly message: string };

/**
 * The longest text at `start` that is a field or transformer: `%proc.name.` is proc.name and a full stop. What is too long
 * to be one is shortened from its end until it is.
 */
function readOperand(text: ByteString, start: number, fields: FieldCatalogue): OperandRead {
  let message = '';
  for (let limit = text.length; limit > start; limit--) {
    const parsed = parseOperand(text, start, limit);
    if (!parsed.ok) {
      message = parsed.message;
      limit = Math.min(limit, start + MAX_CUT);
      continue;
    }
    const checked = checkOperand(parsed.operand, fields);
    if (checked.ok) return { ok: true, operand: parsed.operand, typed: checked.extraction.operand, end: parsed.end };
    message = bytesToUtf8(checked.message);
    if (checked.fatal) return refuse(message);
    // Cutting behind what was read changes nothing.
    limit = Math.min(limit, parsed.end, start + MAX_CUT);
  }
  return refuse(`unknown filter: ${message}`);
}

/**
 * Adds what an operand shows in `output_fields`: the fields in it, then the transformer itself. A transformer that
 * follows right on another one inside it replaces that.
 */
function addShown(operand: Operand, fields: FieldCatalogue, shown: FormatField[]): void {
  let lastIsTransformer = false;
  const visit = (arg: TransformArg): void => {
    if (arg.kind === 'value') return;
    if (arg.kind === 'list') {
      arg.items.forEach(visit);
      return;
    }
    if (arg.kind === 'transform') arg.args.forEach(visit);
    const checked = checkOperand(arg, fields);
    if (!checked.ok) return;
    const transformed = arg.kind === 'transform';
    if (transformed && lastIsTransformer) shown.pop();
    shown.push({ name: bytesToUtf8(canonicalOperand(arg)), operand: checked.extraction.operand, transformed });
    lastIsTransformer = transformed;
  };
  visit(operand);
}
