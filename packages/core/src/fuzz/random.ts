/** Random numbers below 2^32. */
export type Random = () => number;

/** Random numbers from a seed (mulberry32), so that a failing case can be had again. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** One of several. */
export function pick<T>(from: readonly T[], random: Random): T {
  return from[random() % from.length] as T;
}

/** Bytes that are looked at. */
const HASHED = 4096;

/** A number that depends on the length and on bytes from all over (FNV-1a): a seed for what is done with an input. */
export function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5 ^ bytes.length;
  const step = Math.max(1, Math.floor(bytes.length / HASHED));
  for (let i = 0; i < bytes.length; i += step) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
}
