const SLOTS = 8192;
const WINDOW_NS = 2_000_000_000;

/**
 * Threads that exited a moment ago, by (parent, thread). The clone exit of the parent may arrive after the child is gone
 * already; it must not bring the child back. A ring: the oldest entry goes first.
 */
export class RecentExits {
  private readonly keys: Float64Array = new Float64Array(SLOTS).fill(-1);
  private readonly high: Float64Array = new Float64Array(SLOTS);
  private readonly low: Float64Array = new Float64Array(SLOTS);
  private readonly slots: Map<number, number> = new Map();
  private next = 0;

  record(tid: number, ptid: number, tsHi: number, tsLo: number): void {
    const slot = this.next;
    this.next = (slot + 1) % SLOTS;
    const old = this.keys[slot] as number;
    if (old >= 0 && this.slots.get(old) === slot) this.slots.delete(old);
    const key = keyOf(tid, ptid);
    this.keys[slot] = key;
    this.high[slot] = tsHi;
    this.low[slot] = tsLo >>> 0;
    this.slots.set(key, slot);
  }

  /** Whether the thread exited less than two seconds before the time given. */
  has(tid: number, ptid: number, tsHi: number, tsLo: number): boolean {
    const slot = this.slots.get(keyOf(tid, ptid));
    if (slot === undefined) return false;
    const age = (tsHi - (this.high[slot] as number)) * 4294967296 + ((tsLo >>> 0) - (this.low[slot] as number));
    return age >= 0 && age < WINDOW_NS;
  }

  clear(): void {
    this.keys.fill(-1);
    this.slots.clear();
    this.next = 0;
  }
}

/** Both ids in one exact number: ids are below 2^22, and 26 bits of each fit. */
function keyOf(tid: number, ptid: number): number {
  return (ptid & 0x3ffffff) * 0x4000000 + (tid & 0x3ffffff);
}
