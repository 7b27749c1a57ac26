/**
 * Where the characters of a scalar's value stand in the file.
 *
 * A value is made of runs that were copied from the file, with folded line breaks and escapes between them. The map is a
 * list of runs: from value offset `runs[2i]` on, characters stand at `runs[2i + 1]` and following. It is total (every
 * offset of the value, and the one past its end, has a place) and monotonic.
 */
export interface ScalarOrigin {
  /** Place of the first character of the value. */
  readonly start: number;
  /** One past the last place that can be answered. */
  readonly end: number;
  /** Absent when the whole value is one run from `start`. */
  readonly runs?: readonly number[];
}

/** Offset in the text that was read of `offset` in the scalar's value; out-of-range offsets are clipped. */
export function placeOf(origin: ScalarOrigin, offset: number): number {
  const { start, end, runs } = origin;
  const at = Math.max(0, offset);
  if (runs === undefined) return Math.min(start + at, end);
  let low = 0;
  let high = runs.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[2 * middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  const place = (runs[2 * low + 1] as number) + Math.max(0, at - (runs[2 * low] as number));
  const limit = 2 * low + 3 < runs.length ? (runs[2 * low + 3] as number) : end;
  return Math.min(place, limit);
}
