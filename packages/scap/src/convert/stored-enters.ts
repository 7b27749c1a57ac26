import { EventView } from '../event-view.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** Memory for waiting enter events at most; beyond it the thread heard of first is forgotten. */
const MAX_STORED_BYTES = 16 << 20;
const MIN_SLOT = 256;

/** One thread's place for an enter event. The memory is kept for its next one. */
class Slot {
  readonly view: EventView;
  memory: Scratch;
  filled: boolean;

  constructor(size: number) {
    this.view = new EventView();
    this.memory = makeScratch(size);
    this.filled = false;
  }
}

/** The last enter event of each thread, waiting for the exit event that takes parameters from it. */
export class StoredEnters {
  /** Threads that lost their place because there were too many. */
  evicted: number;
  private readonly slots: Map<number, Slot>;
  private size: number;

  constructor() {
    this.evicted = 0;
    this.slots = new Map();
    this.size = 0;
  }

  /** Copies the event; a former one of the same thread is overwritten, its system call must be over. */
  store(evt: EventView): void {
    const slot = this.slot(evt.tid, evt.length);
    slot.memory.bytes.set(evt.bytes.subarray(evt.offset, evt.offset + evt.length));
    slot.filled = true;
    const view = slot.view;
    view.bytes = slot.memory.bytes;
    view.data = slot.memory.data;
    view.type = evt.type;
    view.length = evt.length;
    view.nparams = evt.nparams;
    view.lengthSize = evt.lengthSize;
    view.located = 0;
  }

  /** The thread's enter event; valid until the next {@link store}. */
  get(tid: number): EventView | undefined {
    const slot = this.slots.get(tid);
    return slot?.filled ? slot.view : undefined;
  }

  forget(tid: number): void {
    const slot = this.slots.get(tid);
    if (slot) slot.filled = false;
  }

  clear(): void {
    this.slots.clear();
    this.size = 0;
  }

  private slot(tid: number, length: number): Slot {
    const known = this.slots.get(tid);
    if (known) {
      const had = known.memory.bytes.length;
      if (had >= length) return known;
      this.size += length - had;
      known.memory = makeScratch(length);
      return known;
    }
    const slot = new Slot(Math.max(length, MIN_SLOT));
    this.slots.set(tid, slot);
    this.size += slot.memory.bytes.length;
    while (this.size > MAX_STORED_BYTES) this.evict();
    return slot;
  }

  private evict(): void {
    const oldest = this.slots.entries().next().value;
    if (oldest === undefined) return;
    this.slots.delete(oldest[0]);
    this.size -= oldest[1].memory.bytes.length;
    this.evicted++;
  }
}
