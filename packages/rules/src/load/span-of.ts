import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Label, Span } from '@saker/core/diagnostics/diagnostic.ts';
import type { YamlNode } from '../yaml/node.ts';
import { placeOf } from '../yaml/scalar-origin.ts';
import type { Context } from './context.ts';
import type { Place, SourceFile } from './place.ts';

/** Where something is shown: the very place, and what led there. */
export interface Shown {
  readonly span: Span;
  readonly labels: readonly Label[];
  /** `macro 'x'`, `list 'y'`: what the very place belongs to, when it is not what was compiled. */
  readonly via?: string;
}

const WORD = /[\w.]*(?:\[[^\]\n]{0,80}\])?/y;

/** The place as stretches of files. `text`: see `shownText`. */
export function shownPlace(place: Place): Shown | undefined {
  if (place.kind === 'node') return { span: nodeSpan(place.node, place.file), labels: [] };
  const [first, ...others] = place.locate().map(({ file, node, offset, via }) => {
    const start = placeOf(node.origin, offset);
    return { span: spanAt(file, start, wordEnd(file, start)), via };
  });
  if (first === undefined) return undefined;
  const labels = others.map(({ span }) => ({ span, message: `used here by way of ${first.via}` }));
  return first.via === undefined ? { span: first.span, labels } : { span: first.span, labels, via: first.via };
}

/** The innermost place of a context that lies in a file. */
export function shownContext(context: Context, file: SourceFile): Span | undefined {
  let at: Context | undefined = context;
  while (at?.condition !== undefined) at = at.parent;
  if (at === undefined || at.parent === undefined) return undefined;
  const start = at.mark.pos;
  return spanAt(file, start, lineEnd(file, start));
}

function nodeSpan(node: YamlNode, file: SourceFile): Span {
  const start = node.kind === 'scalar' ? node.origin.start : node.mark.pos;
  if (node.kind !== 'scalar') return spanAt(file, start, wordEnd(file, start));
  return spanAt(file, start, Math.min(Math.max(node.origin.end, start), lineEnd(file, start)));
}

/** At least one byte, but at the end of the file. */
function spanAt(file: SourceFile, start: number, end: number): Span {
  const shift = file.shift ?? 0;
  const length = shownText(file).length;
  const from = Math.min(start + shift, length);
  return { file: bytesToUtf8(file.name), start: from, end: Math.min(Math.max(from + 1, end + shift), length) };
}

/** What spans of a file point into: its bytes, or what they were transcoded to. */
export function shownText(file: SourceFile): string {
  return file.shift === undefined ? file.text : file.content;
}

function wordEnd(file: SourceFile, start: number): number {
  WORD.lastIndex = start;
  return start + (WORD.exec(file.text)?.[0].length ?? 0);
}

function lineEnd(file: SourceFile, start: number): number {
  const { text } = file;
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}
