const SLOTS = 1 << 15;
const WINDOW_NS = 2_000_000_000;

/**
 * Threads that exited a moment ago, with their parents. The clone exit of the parent may arrive after the child is gone
 * already; it must not bring the child back.
 *
 * One slot per thread id modulo the size: as ids are given out in turn, an entry is overwritten about as late as in a ring
 * of that size.
 */
export class RecentExits {
  private readonly tids: Int32Array = new Int32Array(SLOTS).fill(-1);
  private readonly ptids: Int32Array = new Int32Array(SLOTS);
  private readonly high: Int32Array = new Int32Array(SLOTS);
  private readonly low: Uint32Array = new Uint32Array(SLOTS);

  record(tid: number, ptid: number, tsHi: number, tsLo: number): void {
    const slot = tid & (SLOTS - 1);
    this.tids[slot] = tid;
    this.ptids[slot] = ptid;
    this.high[slot] = tsHi;
    this.low[slot] = tsLo;
  }

  /** Whether the thread exited less than two seconds before the time given. */
  has(tid: number, ptid: number, tsHi: number, tsLo: number): boolean {
    const slot = tid & (SLOTS - 1);
    if (this.tids[slot] !== (tid | 0) || this.ptids[slot] !== (ptid | 0)) return false;
    const age = ((tsHi | 0) - (this.high[slot] as number)) * 4294967296 + ((tsLo >>> 0) - (this.low[slot] as number));
    return age >= 0 && age < WINDOW_NS;
  }

  clear(): void {
    this.tids.fill(-1);
  }
}
