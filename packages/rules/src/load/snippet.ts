import type { ByteString } from '@saker/core/byte-string.ts';
import type { Context } from './context.ts';

/** A snippet shows at most so many bytes to either side of its place. */
const REACH = 80;
const LF = 10;

/** The line around a place with a caret below, cut like Falco cuts it. `contents`: the files' bytes by name. */
export function snippetOf(context: Context, contents: ReadonlyMap<string, ByteString>): ByteString {
  const text = context.condition || contents.get(context.name);
  if (text === undefined) return `<No context for file + ${context.name}>\n`;
  if (text === '') return '<No context available>\n';

  // The end of a file that ends with an empty value lies behind its last line.
  let at = context.mark.pos;
  if (at >= text.length) at = text.length - 1;
  while (at > 0 && text.charCodeAt(at) === LF) at--;

  // Falco's counters wrap here, and it shows all the rest of the file.
  if (at === 0 && text.charCodeAt(0) === LF) return restOf(text);

  let from = at;
  while (from > 0 && text.charCodeAt(from) !== LF && at - from < REACH) from--;
  let to = at;
  while (to < text.length - 1 && text.charCodeAt(to) !== LF && to - at < REACH) to++;
  if (text.charCodeAt(from) === LF) from++;
  if (text.charCodeAt(to) === LF) to--;

  let line = text.slice(from, to + 1);
  if (line === '') return '<No context available>\n';
  if (at - from >= REACH) line = `...${line.slice(3)}`;
  if (to - at >= REACH) line = `${line.slice(0, -3)}...`;
  const caret = at - from <= line.length ? `${' '.repeat(Math.max(0, at - from))}^\n` : '';
  return `${line}\n${caret}`;
}

function restOf(text: ByteString): ByteString {
  return text.length === 1 ? '<No context available>\n' : `...${text.slice(4).slice(0, -3)}...\n`;
}
