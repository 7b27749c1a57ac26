import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Diagnostic } from '@saker/core/diagnostics/diagnostic.ts';
import type { TypedCheck } from '../check/typed.ts';
import type { CheckExpr, Right } from '../language/ast.ts';
import { parseConditionBytes } from '../language/parse.ts';
import type { CompiledRule, CompileOutput } from './compile.ts';
import type { ExceptionDefinition, ExceptionPart, ListItem } from './definitions.ts';
import { quoted } from './exceptions.ts';
import type { SourceFile } from './place.ts';
import { shownPlace } from './span-of.ts';

/*
 * What Falco accepts without a word, though hardly anybody means it.
 */

export function ownWarnings({ rules, lists }: CompileOutput): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const add = (diagnostic: Diagnostic | undefined): void => {
    if (diagnostic === undefined) return;
    const { span } = diagnostic;
    found.set(`${diagnostic.code} ${span?.file} ${span?.start}`, diagnostic);
  };
  for (const list of lists.values()) if (list.used) for (const item of list.items) add(pastedItem(item, list.name));
  for (const rule of rules) {
    for (const exception of rule.definition.exceptions) for (const d of pastedValues(exception)) add(d);
    for (const d of wrappedConstants(rule)) add(d);
  }
  return [...found.values()];
}

const BARE = /^[^()"'\s=,]+$/;

/** Whether text in a list of values is one value. */
function isOneValue(text: ByteString): boolean {
  if (BARE.test(text)) return true;
  const parsed = parseConditionBytes(`a.b in (${text})`);
  if (!parsed.ok || parsed.ast.kind !== 'check') return false;
  const { right } = parsed.ast;
  return right?.kind === 'list' && right.items.length === 1;
}

function pastedItem({ text, node, file }: ListItem, list: ByteString): Diagnostic | undefined {
  if (isOneValue(quoted(text))) return undefined;
  return pasted(`Item of list '${bytesToUtf8(list)}'`, node, file);
}

function pasted(what: string, node: ListItem['node'], file: SourceFile): Diagnostic {
  const shown = shownPlace({ kind: 'node', file, node });
  return {
    code: 'SAKER_PASTED_TEXT',
    severity: 'warning',
    message: `${what} is not one value: it is pasted into conditions as text and changes what they mean.`,
    ...(shown !== undefined && { span: shown.span }),
    labels: [],
    notes: [],
    fixes: [`Put it in quotes within the quotes of YAML: '"..."'.`],
  };
}

const CALL = /^[a-z0-9]+\(.*\)$/s;

/** Values of exceptions may be calls and lists in parentheses, but not more. */
function* pastedValues({ values, file, name }: ExceptionDefinition): Generator<Diagnostic> {
  const parts: ExceptionPart[] = [...values];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    parts.push(...part.items);
    const { text, node } = part;
    if (node?.kind !== 'scalar') continue;
    const bare = text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
    if (isOneValue(quoted(bare)) || isList(bare) || (CALL.test(bare) && balanced(bare))) continue;
    yield pasted(`Value of exception '${bytesToUtf8(name)}'`, node, file);
  }
}

function isList(text: ByteString): boolean {
  const parsed = parseConditionBytes(`a.b in (${text})`);
  return parsed.ok && parsed.ast.kind === 'check' && parsed.ast.right?.kind === 'list';
}

function balanced(text: ByteString): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === '(') depth++;
    else if (c === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

function* wrappedConstants(rule: CompiledRule): Generator<Diagnostic> {
  for (const { source, right } of checksOf(rule)) {
    const check = source as CheckExpr;
    if (right.kind !== 'values' || check.right === undefined) continue;
    const texts = valuesOf(check.right);
    if (texts.length !== right.values.length) continue;
    for (const [i, text] of texts.entries()) {
      const value = right.values[i];
      if ((typeof value !== 'number' && typeof value !== 'bigint') || !wraps(text, value)) continue;
      const shown = shownPlace(rule.placeOf(check.right.kind === 'value' ? check.right.pos : check.pos));
      yield {
        code: 'SAKER_CONSTANT_WRAPS',
        severity: 'warning',
        message: `${bytesToUtf8(text)} is out of range for this field: it is compared as ${value}.`,
        ...(shown !== undefined && { span: shown.span }),
        labels: shown?.labels ?? [],
        notes: [`in rule '${bytesToUtf8(rule.definition.name)}'`],
        fixes: [],
      };
    }
  }
}

function valuesOf(right: Right): readonly ByteString[] {
  if (right.kind === 'value') return [right.text];
  return right.kind === 'list' ? right.items : [];
}

/** -1 is the usual way to write the largest unsigned number, as the kernel does for "none". */
function wraps(text: ByteString, value: number | bigint): boolean {
  return (
    text !== '-1' && text.length <= 40 && /^[+-]?\d+$/.test(text) && BigInt(text.replace('+', '')) !== BigInt(value)
  );
}

function* checksOf(rule: CompiledRule): Generator<TypedCheck> {
  const stack = [rule.typed];
  const seen = new Set<unknown>();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'and' || node.kind === 'or') stack.push(...node.children);
    else if (node.kind === 'not') stack.push(node.child);
    else if (node.kind === 'check') yield node;
  }
}
