// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from './byte-string.ts';
import type { Bytes } from './bytes.ts';

/** Longer strings are decoded each time: they are rare, and comparing them would cost as much as decoding. */
export const MAX_INTERNED = 512;
const SLOTS = 1 << 15;
const MAX_ENTRIES = SLOTS >> 1;
const ARENA_BYTES = 1 << 21;

/**
 * Bytes -> the one JS string that stands for them. The same path comes again and again; finding its string costs less
 * than decoding it, makes later comparisons pointer comparisons, and keeps one copy in memory.
 *
 * Open addressing over a copy of the bytes. When either half the slots or the arena are used up everything is dropped at
 * once ({@link flushes}); strings handed out stay valid. The hash is seeded, so that nobody can choose colliding paths.
 */
export class Interner {
  /** How often the table was full and began anew. */
  flushes: number;
  /** Entries now. */
  size: number;
  /** One string per entry that a user of the table derived from it; '' where none yet. Index: result of {@link find}. */
  readonly derived: ByteString[];
  readonly strings: ByteString[];
  private readonly slots: Int32Array;
  private readonly hashes: Int32Array;
  private readonly starts: Int32Array;
  private readonly lengths: Int32Array;
  private readonly arena: Uint8Array;
  private readonly arenaData: DataView;
  private arenaEnd: number;
  private readonly seed: number;

  constructor(seed: number = (Math.random() * 4294967296) | 0) {
    this.flushes = 0;
    this.size = 0;
    this.derived = [];
    this.strings = [];
    // Entry number + 1; 0 = free.
    this.slots = new Int32Array(SLOTS);
    this.hashes = new Int32Array(MAX_ENTRIES);
    this.starts = new Int32Array(MAX_ENTRIES);
    this.lengths = new Int32Array(MAX_ENTRIES);
    this.arena = new Uint8Array(ARENA_BYTES);
    this.arenaData = new DataView(this.arena.buffer);
    this.arenaEnd = 0;
    this.seed = seed;
  }

  /** The string of `bytes[start, end)`; `data` views the same memory as `bytes`. */
  intern(bytes: Bytes, data: DataView, start: number, end: number): ByteString {
    if (end <= start) return '';
    if (end - start > MAX_INTERNED) return bytes.latin1Slice(start, end);
    return this.strings[this.find(bytes, data, start, end)] as ByteString;
  }

  /**
   * Entry of `bytes[start, end)`, 1 to {@link MAX_INTERNED} bytes: index into {@link strings} and {@link derived}, valid
   * until the next call.
   */
  find(bytes: Bytes, data: DataView, start: number, end: number): number {
    const length = end - start;
    // Two halves side by side: the processor works on both at once.
    let hash = this.seed ^ length;
    let other = hash ^ 0x27d4eb2f;
    let at = start;
    for (let pairs = end - 7; at < pairs; at += 8) {
      hash = Math.imul(hash ^ data.getInt32(at, true), 0x9e3779b1);
      other = Math.imul(other ^ data.getInt32(at + 4, true), 0x85ebca6b);
      hash ^= hash >>> 15;
      other ^= other >>> 13;
    }
    for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x85ebca6b);
    hash ^= (other << 7) ^ (other >>> 5) ^ (hash >>> 13);
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;

    let slot = hash & (SLOTS - 1);
    for (;;) {
      const entry = (this.slots[slot] as number) - 1;
      if (entry < 0) return this.insert(slot, hash, bytes, start, end);
      if (
        this.hashes[entry] === hash &&
        this.lengths[entry] === length &&
        this.equals(this.starts[entry] as number, bytes, data, start, end)
      ) {
        return entry;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  private equals(from: number, bytes: Bytes, data: DataView, start: number, end: number): boolean {
    const words = end - 3;
    let at = start;
    let own = from;
    for (; at < words; at += 4, own += 4) {
      if (data.getInt32(at, true) !== this.arenaData.getInt32(own, true)) return false;
    }
    for (; at < end; at++, own++) {
      if (bytes[at] !== this.arena[own]) return false;
    }
    return true;
  }

  private insert(freeSlot: number, hash: number, bytes: Bytes, start: number, end: number): number {
    let slot = freeSlot;
    if (this.size === MAX_ENTRIES || this.arenaEnd + end - start > ARENA_BYTES) {
      this.flush();
      slot = hash & (SLOTS - 1);
    }
    const entry = this.size++;
    this.slots[slot] = entry + 1;
    this.hashes[entry] = hash;
    this.starts[entry] = this.arenaEnd;
    this.lengths[entry] = end - start;
    let own = this.arenaEnd;
    for (let at = start; at < end; at++) this.arena[own++] = bytes[at] as number;
    this.arenaEnd = own;
    this.strings[entry] = bytes.latin1Slice(start, end);
    this.derived[entry] = '';
    return entry;
  }

  private flush(): void {
    this.flushes++;
    this.size = 0;
    this.arenaEnd = 0;
    this.slots.fill(0);
    this.strings.length = 0;
    this.derived.length = 0;
  }
}
