import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { checkCondition } from '../check/check-condition.ts';
import type { FieldCatalogue } from '../check/field-catalogue.ts';
import { ALL_OPERATORS, LIST_OPERATORS } from '../language/operators.ts';
import { parseConditionBytes } from '../language/parse.ts';
import type { Context } from './context.ts';
import { type ExceptionDefinition, type ExceptionPart, isPresent, NO_PART, type WrittenText } from './definitions.ts';
import { LoadFailure } from './failure.ts';
import type { TextPart } from './place.ts';

const WITH_MODIFIER =
  /^(?:==?|!=|contains|icontains|bcontains|startswith|bstartswith|endswith|glob|iglob|regex) (?:oneof|anyof|allof)$/;
const OPERATORS = new Set(ALL_OPERATORS);
const NO_SUCH_FIELD = 'filter_check called with nonexistent field';
const TAKES_LIST = new Set<string>(LIST_OPERATORS.map((op) => op.text));

function fail(message: string, context: Context): never {
  throw new LoadFailure('LOAD_ERR_VALIDATE', message, context);
}

/**
 * Checks an exception's shape and fills in comparison operators that were left out. `fields` is absent when the rule's source
 * is unknown: then any field will do.
 */
export function checkException(
  exception: ExceptionDefinition,
  fields: FieldCatalogue | undefined,
): ExceptionDefinition {
  const { context } = exception;
  if (!exception.fields.isList) return checkSingle(exception, fields);
  const names = exception.fields.items;
  const given = isPresent(exception.comps)
    ? exception.comps.items.map(trimmed)
    : names.map(() => ({ ...NO_PART, text: '=' }));
  if (names.length !== given.length) fail('Fields and comps lists must have equal length', context);
  for (const { text } of given) {
    if (!OPERATORS.has(text) && !WITH_MODIFIER.test(text))
      fail(`'${bytesToUtf8(text)}' is not a supported comparison operator`, context);
  }
  if (fields !== undefined) for (const { text } of names) checkField(text, fields, context);
  return { ...exception, comps: { ...exception.comps, isList: true, items: given } };
}

function checkSingle(exception: ExceptionDefinition, fields: FieldCatalogue | undefined): ExceptionDefinition {
  const { context } = exception;
  if (isPresent(exception.comps) && exception.comps.isList) fail('Fields and comps must both be strings', context);
  const comps = isPresent(exception.comps) ? trimmed(exception.comps) : { ...NO_PART, text: 'in' };
  if (!TAKES_LIST.has(comps.text) && !WITH_MODIFIER.test(comps.text)) {
    fail(
      'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)',
      context,
    );
  }
  if (fields !== undefined) checkField(exception.fields.text, fields, context);
  return { ...exception, comps };
}

function trimmed(part: ExceptionPart): ExceptionPart {
  return { ...part, text: part.text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') };
}

function checkField(text: ByteString, fields: FieldCatalogue, context: Context): void {
  const unsupported = `'${bytesToUtf8(text)}' is not a supported filter field`;
  if (text.includes('(')) {
    const parsed = parseConditionBytes(`${text} exists`);
    if (!parsed.ok || !checkCondition(parsed.ast, fields).ok) fail(unsupported, context);
    return;
  }
  const found = fields.resolve(text);
  if (found.ok) return;
  if (found.message.startsWith(NO_SUCH_FIELD)) fail(unsupported, context);
  // A field that is there but used wrongly is told at the file's beginning, without saying where.
  let root = context;
  while (root.parent !== undefined) root = root.parent;
  fail(found.message, root);
}

/** Receives the pieces of a condition in order; a piece that was written in a file comes with its node. */
export type Emit = (text: ByteString, written?: ExceptionPart) => void;

/** A text with a blank in it is put in quotes, unless it has some. */
export function quoted(text: ByteString): ByteString {
  const first = text.charCodeAt(0);
  return text.includes(' ') && first !== 34 && first !== 39 ? `"${text}"` : text;
}

/** Appends ` and not (...)` for every exception with values. */
function emitExceptions(exceptions: readonly ExceptionDefinition[], emit: Emit): void {
  for (const exception of exceptions) {
    if (exception.values.length === 0) continue;
    emit(' and not ');
    if (exception.fields.isList) emitTuples(exception, emit);
    else emitValues(exception, emit);
  }
}

function emitValues({ fields, comps, values, context }: ExceptionDefinition, emit: Emit): void {
  values.forEach((value, i) => {
    if (value.isList) fail('Expected values array to contain a list of strings', context);
    if (i === 0) {
      emit('(');
      emit(fields.text, fields);
      emit(' ');
      emit(comps.text, comps);
      emit(' (');
    } else emit(', ');
    emit(quoted(value.text), value);
  });
  emit('))');
}

function emitTuples({ fields, comps, values, context }: ExceptionDefinition, emit: Emit): void {
  emit('(');
  values.forEach((tuple, i) => {
    if (fields.items.length !== tuple.items.length) fail('Fields and values lists must have equal length', context);
    emit(i === 0 ? '(' : ' or (');
    fields.items.forEach((field, k) => {
      const comp = comps.items[k] ?? NO_PART;
      const value = tuple.items[k] as ExceptionPart;
      emit(k === 0 ? ' ' : ' and  ');
      emit(field.text, field);
      emit(' ');
      emit(comp.text, comp);
      emit(' ');
      emitValue(value, comp.text, emit);
    });
    emit(')');
  });
  emit(')');
}

function emitValue(value: ExceptionPart, comp: ByteString, emit: Emit): void {
  if (value.isList) {
    emit('(');
    let empty = true;
    for (const item of value.items) {
      const text = quoted(item.text);
      if (!empty) emit(', ');
      emit(text, item);
      // Falco looks at the text so far to know whether it is the first.
      if (text !== '') empty = false;
    }
    emit(')');
  } else if (TAKES_LIST.has(comp) || WITH_MODIFIER.test(comp)) {
    const bare = value.text.charCodeAt(0) !== 40;
    if (bare) emit('(');
    emit(value.text, value);
    if (bare) emit(')');
  } else emit(quoted(value.text), value);
}

/** The condition that is compiled: the rule's own, and none of its exceptions. */
export function withExceptions(condition: ByteString, exceptions: readonly ExceptionDefinition[]): ByteString {
  if (exceptions.length === 0) return condition;
  const pieces = ['(', condition, ')'];
  emitExceptions(exceptions, (text) => pieces.push(text));
  return pieces.join('');
}

/** Which nodes {@link withExceptions} is made of. */
export function partsWithExceptions(condition: WrittenText, exceptions: readonly ExceptionDefinition[]): TextPart[] {
  const shift = exceptions.length === 0 ? 0 : 1;
  const parts: TextPart[] = condition.parts.map((part) => ({ ...part, at: part.at + shift }));
  if (exceptions.length === 0) return parts;
  let at = condition.text.length + 2;
  for (const exception of exceptions) {
    emitExceptions([exception], (text, part) => {
      if (part?.node?.kind === 'scalar') {
        const inner = text.startsWith('"') && !part.text.startsWith('"') ? 1 : 0;
        parts.push({ at: at + inner, file: exception.file, node: part.node, from: 0 });
      }
      at += text.length;
    });
  }
  return parts;
}
