/**
 * Wraps text into a right-hand column as Falco's lists do: a blank after every word, lines of at most `width` characters,
 * further lines indented to column `left`.
 */
export function falcoColumn(text: string, left: number, width: number): string {
  let out = '';
  let used = 0;
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    if (used + word.length + 1 > width - left) {
      out += `\n${' '.repeat(left)}`;
      used = 0;
    }
    out += `${word} `;
    used += word.length + 1;
  }
  return out;
}
