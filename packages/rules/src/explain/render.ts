import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { FieldScalar, FieldValue } from '../compile/field-source.ts';
import { valueKind } from '../compile/operators/predicate.ts';
import type { Explained } from './explain.ts';

export interface RenderOptions {
  /** Show the inside of macros that did not decide anything, too. */
  readonly unfold: boolean;
  /** Text of an address of 4 or 16 bytes. */
  readonly address: (bytes: ByteString) => string;
}

/** The explanation as an indented tree: one part a line, `*` before what decided. */
export function renderExplanation(explained: Explained, options: RenderOptions): string {
  const out: string[] = [];
  const walk = (node: Explained, depth: number, decisive: boolean): void => {
    const onPath = decisive && node.decides;
    const mark = onPath ? '*' : ' ';
    out.push(`${mark} ${'  '.repeat(depth)}${node.result ? 'true ' : 'false'}  ${label(node, options)}`);
    const fold = node.kind === 'macro' && !options.unfold && !onPath;
    if (fold) return;
    const settled = node.children.some((child) => child.decides);
    // A true `and` and a false `or` are settled by all members together: the path goes on into each.
    for (const child of node.children) {
      walk(settled ? child : { ...child, decides: onPath }, depth + 1, onPath);
    }
  };
  walk(explained, 0, true);
  return `${out.join('\n')}\n`;
}

function label(node: Explained, options: RenderOptions): string {
  switch (node.kind) {
    case 'and':
      return 'all of';
    case 'or':
      return 'any of';
    case 'not':
      return 'not';
    case 'macro':
      return `macro ${node.text}`;
    case 'check': {
      const right = 'right' in node ? `, right side = ${valueText(node.right, node, options)}` : '';
      return `${shorten(node.text)}    [${valueText(node.left, node, options)}${right}]`;
    }
  }
}

const LONGEST = 160;

/** Long lists of values say little; the head and the length do. */
function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}

/** A value as an explanation shows it: text quoted, a missing one as `<NA>`. */
export function valueText(value: FieldValue | undefined, node: Explained, options: RenderOptions): string {
  if (value === undefined) return '<NA>';
  if (Array.isArray(value))
    return `(${(value as readonly FieldScalar[]).map((v) => valueText(v, node, options)).join(', ')})`;
  if (typeof value !== 'string') return String(value);
  const kind = node.check === undefined ? 'text' : valueKind(node.check.type);
  if (kind === 'address' || kind === 'network') return options.address(value);
  return JSON.stringify(bytesToUtf8(value));
}

/** The explanation as plain data for JSON: values as text where JSON has no such type. */
export function explanationJson(node: Explained, options: RenderOptions): unknown {
  const value = (v: FieldValue | undefined): unknown => {
    if (v === undefined) return null;
    if (Array.isArray(v)) return (v as readonly FieldScalar[]).map(value);
    if (typeof v === 'bigint') return String(v);
    if (typeof v !== 'string') return v;
    const kind = node.check === undefined ? 'text' : valueKind(node.check.type);
    return kind === 'address' || kind === 'network' ? options.address(v) : bytesToUtf8(v);
  };
  return {
    kind: node.kind,
    text: node.text,
    result: node.result,
    decides: node.decides,
    ...(node.kind === 'check' ? { value: value(node.left) } : {}),
    ...('right' in node ? { right: value(node.right) } : {}),
    ...(node.children.length > 0 ? { children: node.children.map((c) => explanationJson(c, options)) } : {}),
  };
}
