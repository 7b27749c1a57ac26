/** Longer words are no slips of the finger. */
const MAX_LENGTH = 100;
/** Pairs of letters that one search compares: some ten milliseconds. What comes after in a huge list is not looked at. */
const MAX_WORK = 1_000_000;

/**
 * The names of `known` that `word` was probably meant to be: at most `limit`, nearest first.
 * A name is near when a third of its letters (rounded up) or fewer have to change, and at most one more than for the
 * nearest; a difference in case alone counts as half a letter. Returns an empty array where nothing is near.
 */
export function didYouMean(word: string, known: Iterable<string>, limit = 3): string[] {
  const found: { name: string; distance: number }[] = [];
  const lower = word.toLowerCase();
  if (word.length > MAX_LENGTH) return [];
  let work = MAX_WORK;
  for (const name of known) {
    if (name === word || name.length > MAX_LENGTH) continue;
    work -= word.length * name.length;
    if (work < 0) break;
    const allowed = Math.ceil(Math.max(word.length, name.length) / 3);
    const distance = name.toLowerCase() === lower ? 0.5 : editDistance(lower, name.toLowerCase(), allowed);
    if (distance <= allowed) found.push({ name, distance });
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const best = found[0]?.distance ?? 0;
  return found
    .filter((entry) => entry.distance <= best + 1)
    .slice(0, limit)
    .map((entry) => entry.name);
}

/** " Did you mean 'a' or 'b'?" for the end of a message; '' where nothing is near. */
export function didYouMeanText(word: string, known: Iterable<string>, limit = 3): string {
  const names = didYouMean(word, known, limit).map((name) => `'${name}'`);
  if (names.length === 0) return '';
  const last = names.pop() as string;
  return ` Did you mean ${names.length === 0 ? last : `${names.join(', ')} or ${last}`}?`;
}

/** Insertions, deletions, changes and swaps of neighbours between two words; more than `limit` comes out as limit + 1. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(
        (row[j - 1] as number) + 1,
        (previous[j] as number) + 1,
        (previous[j - 1] as number) + change,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
