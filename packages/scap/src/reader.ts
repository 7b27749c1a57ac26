// HOT: allocation-free per event; bench: bench/replay
import type { Bytes } from '@saker/core/bytes.ts';
import { BlockCursor } from './blocks/block-cursor.ts';
import {
  BLOCK_HEADER_SIZE,
  BLOCK_TRAILER_SIZE,
  EVENT_BLOCKS,
  EVENT_V2,
  type EventBlockShape,
  MAJOR_VERSION,
  MAX_SMALL_EVENT_BODY,
  MIN_BLOCK_SIZE,
  SECTION_HEADER,
  SECTION_MAGIC,
  SECTION_MAGIC_SWAPPED,
} from './blocks/block-types.ts';
import { snapshotDecoder } from './blocks/snapshot-block.ts';
import { Converter, DROPPED, FAILED } from './convert/converter.ts';
import { LEGACY_HEADER_SIZE, LegacyEvents } from './convert/legacy-event.ts';
import { EVENT_TYPES, LENGTH_SIZES, READY_ANY, READY_PARAMS } from './event-shapes.ts';
import { EVENT_HEADER_SIZE, EventView, int64, MAX_PARAMS } from './event-view.ts';
import { isInitialEvent } from './initial-events.ts';
import { PieceWindow } from './piece-window.ts';
import type { ScapError, ScapErrorCode } from './scap-error.ts';
import type { SnapshotSink } from './snapshot.ts';

/** Longest block that is accepted: process lists of big machines, single huge events. */
export const MAX_BLOCK_SIZE = 128 << 20;

/** Bytes of an EVENT_V2 block around its event: header, CPU, trailer. */
const EVENT_V2_OVERHEAD = BLOCK_HEADER_SIZE + 2 + BLOCK_TRAILER_SIZE;
const EVENT_V2_AT = BLOCK_HEADER_SIZE + 2;
const MIN_EVENT_V2 = EVENT_V2_OVERHEAD + EVENT_HEADER_SIZE;
const MAX_EVENT_V2 = BLOCK_HEADER_SIZE + MAX_SMALL_EVENT_BODY;

// An imported constant is loaded at every use, the module's own become part of the machine code: 22 -> 18.5 ns an event.
const HEADER = EVENT_HEADER_SIZE;
const CPU_AT = BLOCK_HEADER_SIZE;
const PLAIN = EVENT_V2;
const READY = READY_PARAMS;
const ANY = READY_ANY;
const MOST_PARAMS = MAX_PARAMS;

// What the reader expects next.
const AT_SECTION = 0;
const IN_SNAPSHOT = 1;
/** Announcements of users and containers may come before the first event that rules see. */
const IN_INITIAL_EVENTS = 2;
const IN_EVENTS = 3;
const AT_END = 4;

// What became of a block.
const SKIPPED = 0;
const DELIVERED = 1;
const STOPPED = 2;

/** How much a reader lost or left out; all of it without ending the capture. */
export interface ReaderCounts {
  /** Events of types that the event table does not have. */
  unknownEvents: number;
  unknownBlocks: number;
  badEvents: number;
  badEntries: number;
  /** Old events without use of their own (enter events whose parameters went into exit events, unused types). */
  dropped: number;
}

/**
 * Parses a capture that arrives piece by piece and moves one {@link EventView} from event to event.
 *
 * Whoever has the bytes calls {@link push}, then {@link next} until it returns false; then the pushed memory may be
 * reused. After the last piece it calls {@link finish}, and {@link next} until it returns false once more. Memory is
 * bounded: one block that straddles pieces is put together in a buffer that grows with the bytes that really arrive.
 *
 * Initial state goes to the sink while `next` looks for the first event. Old events are delivered in today's layout.
 * A defect that loses one event is counted in {@link counts} and the first one kept in {@link firstDefect}; a defect
 * that makes the rest unreadable ends the capture and is left in {@link error}.
 */
export class ScapReader {
  readonly evt: EventView;
  readonly counts: ReaderCounts;
  /** Why the capture ended early; undefined while it is good. */
  error: ScapError | undefined;
  /** The first event or entry that was skipped. */
  firstDefect: ScapError | undefined;
  /** Sections begun so far. */
  sections: number;

  private readonly sink: SnapshotSink;
  private readonly maxBlock: number;
  private phase: number;
  private readonly window: PieceWindow;
  /** Where in the window the block under examination begins. */
  private blockAt: number;
  private finished: boolean;
  private num: number;
  /** Number of the last event before this section. */
  private numBefore: number;
  private converter: Converter | undefined;
  private legacy: LegacyEvents | undefined;

  constructor(sink: SnapshotSink, maxBlock = MAX_BLOCK_SIZE) {
    this.evt = new EventView();
    this.counts = { unknownEvents: 0, unknownBlocks: 0, badEvents: 0, badEntries: 0, dropped: 0 };
    this.error = undefined;
    this.firstDefect = undefined;
    this.sections = 0;
    this.sink = sink;
    this.maxBlock = maxBlock;
    this.phase = AT_SECTION;
    this.window = new PieceWindow(this.evt.bytes, this.evt.data);
    this.blockAt = 0;
    this.finished = false;
    this.num = 0;
    this.numBefore = 0;
    this.converter = undefined;
    this.legacy = undefined;
  }

  /** Nothing more will come: the capture ended, well or with {@link error}. */
  get done(): boolean {
    return this.phase === AT_END;
  }

  /** Number of the last event delivered (`evt.num`). */
  get lastNum(): number {
    return this.num;
  }

  /** Enter events that were forgotten because too many threads had one waiting. */
  get evictedEnters(): number {
    return this.converter?.enters.evicted ?? 0;
  }

  /** Hands over the next piece. The memory must stay as it is until {@link next} returns false. */
  push(piece: Bytes): void {
    if (this.phase !== AT_END && piece.length > 0) this.window.push(piece);
  }

  /** Tells that the last piece was pushed. */
  finish(): void {
    this.finished = true;
  }

  /** Ends the capture because its bytes cannot be had any more. */
  abort(problem: string): void {
    this.fail('unreadable', 0, 'more bytes', problem);
  }

  /** Moves {@link evt} to the next event; false where more bytes are needed or the capture ended. */
  next(): boolean {
    const window = this.window;
    for (;;) {
      const at = window.pos;
      const left = window.end - at;
      const data = window.data;
      // All reads come before all writes, of signed numbers, at offsets kept to 32 bits: each of these saves checks.
      const total = left < MIN_EVENT_V2 || this.phase !== IN_EVENTS ? -1 : data.getInt32((at + 4) | 0, true);
      if (total < MIN_EVENT_V2 || total > left || total > MAX_EVENT_V2 || data.getInt32(at, true) !== PLAIN) {
        const outcome = this.other(at, left);
        if (outcome === DELIVERED) return true;
        if (outcome === STOPPED) return false;
        continue;
      }
      const event = (at + EVENT_V2_AT) | 0;
      const cpu = data.getUint16((at + CPU_AT) | 0, true);
      const tsLo = data.getInt32(event, true);
      const tsHi = data.getInt32((event + 4) | 0, true);
      const tidLo = data.getInt32((event + 8) | 0, true);
      const tidHi = data.getInt32((event + 12) | 0, true);
      const length = data.getInt32((event + 16) | 0, true);
      const type = data.getUint16((event + 20) | 0, true);
      const nparams = data.getInt32((event + 22) | 0, true);
      const ready = READY[type];
      // What is not plain enough for this loop goes the thorough way, which also finds out what is wrong with it.
      let room = length < HEADER || length > total - EVENT_V2_OVERHEAD ? -1 : (length - HEADER - (nparams << 1)) | 0;
      if ((ready !== nparams && ready !== ANY) || nparams < 0 || nparams > MOST_PARAMS || room < 0 || tidHi !== 0) {
        window.pos = at + total;
        if (this.event(at, total, EVENT_V2_SHAPE) === DELIVERED) return true;
        continue;
      }
      // room >= 0: header and lengths lie inside the event, and that inside its block.
      let i = (event + HEADER) | 0;
      for (let quads = nparams >> 2; quads > 0; quads--) {
        const a = data.getInt32(i, true);
        const b = data.getInt32((i + 4) | 0, true);
        room = (room - (a & 0xffff) - (a >>> 16) - (b & 0xffff) - (b >>> 16)) | 0;
        i = (i + 8) | 0;
      }
      if ((nparams & 2) !== 0) {
        const pair = data.getInt32(i, true);
        room = (room - (pair & 0xffff) - (pair >>> 16)) | 0;
        i = (i + 4) | 0;
      }
      if ((nparams & 1) !== 0) room = (room - data.getUint16(i, true)) | 0;
      window.pos = at + total;
      if (room < 0 || tidLo < 0) {
        if (this.event(at, total, EVENT_V2_SHAPE) === DELIVERED) return true;
        continue;
      }

      const num = this.num + 1;
      this.num = num;
      const evt = this.evt;
      if (window.moved) {
        window.moved = false;
        evt.data = data;
        evt.bytes = window.bytes;
      }
      evt.offset = event;
      evt.tsLo = tsLo;
      evt.tsHi = tsHi;
      evt.tid = tidLo;
      evt.type = type;
      evt.length = length;
      evt.nparams = nparams;
      evt.lengthSize = 2;
      evt.cpu = cpu;
      evt.flags = 0;
      evt.located = 0;
      evt.num = num;
      return true;
    }
  }

  /** Everything but a complete block with an event of today in a section whose first event is behind. */
  private other(at: number, left: number): number {
    if (this.phase === AT_END) return STOPPED;
    if (left < MIN_BLOCK_SIZE) return this.refill();
    const { bytes, data } = this.window;
    this.blockAt = at;
    const kind = data.getUint32(at, true);
    const total = data.getUint32(at + 4, true);
    const shape = EVENT_BLOCKS.get(kind);
    if (!this.plausible(kind, total, shape)) return STOPPED;
    if (total > left) return this.refill();
    this.window.pos = at + total;
    if (shape !== undefined) {
      if (this.phase === IN_SNAPSHOT) this.beginEvents();
      return this.event(at, total, shape);
    }
    const trailer = data.getUint32(at + total - BLOCK_TRAILER_SIZE, true);
    if (kind === SECTION_HEADER) return this.section(at, total, trailer);
    if (trailer !== total) return this.stop('trailer-mismatch', kind, total, trailer);
    const decode = snapshotDecoder(kind);
    if (decode === undefined) {
      this.counts.unknownBlocks++;
      return SKIPPED;
    }
    const cursor = new BlockCursor(bytes, data, at + BLOCK_HEADER_SIZE, at + total - BLOCK_TRAILER_SIZE);
    if (!decode(cursor, this.sink)) {
      this.counts.badEntries++;
      this.defect('bad-entry', kind, 'an entry', `${cursor.left} bytes`);
    }
    return SKIPPED;
  }

  /** Whether a block of this kind and length may stand here; else the capture ends. Asked before its bytes are there. */
  private plausible(kind: number, total: number, shape: EventBlockShape | undefined): boolean {
    if (this.phase === AT_SECTION && kind !== SECTION_HEADER) {
      return this.fail('not-a-capture', 0, 'section header', `0x${kind.toString(16)}`);
    }
    if (this.phase >= IN_INITIAL_EVENTS && shape === undefined && kind !== SECTION_HEADER) {
      return this.fail('unexpected-block', kind, 'event or section', `0x${kind.toString(16)}`);
    }
    let min = MIN_BLOCK_SIZE;
    let max = this.maxBlock;
    if (kind === SECTION_HEADER) {
      // In the other byte order the length is nonsense too, but this says why.
      const magic = this.window.data.getUint32(this.blockAt + BLOCK_HEADER_SIZE, true);
      if (magic !== SECTION_MAGIC) {
        const code = magic === SECTION_MAGIC_SWAPPED ? 'foreign-byte-order' : 'not-a-capture';
        return this.fail(code, kind, `0x${SECTION_MAGIC.toString(16)}`, `0x${magic.toString(16)}`);
      }
      min += 16;
    }
    if (shape !== undefined) {
      min += 2 + (shape.flags ? 4 : 0) + (shape.counted ? EVENT_HEADER_SIZE : LEGACY_HEADER_SIZE);
      if (!shape.large) max = MAX_EVENT_V2;
    }
    if (total < min || total > max) return this.fail('bad-block-length', kind, `${min}..${max}`, total);
    return true;
  }

  private section(at: number, total: number, trailer: number): number {
    const major = this.window.data.getUint16(at + BLOCK_HEADER_SIZE + 4, true);
    if (major > MAJOR_VERSION) return this.stop('newer-version', SECTION_HEADER, MAJOR_VERSION, major);
    if (trailer !== total) return this.stop('trailer-mismatch', SECTION_HEADER, total, trailer);
    this.sections++;
    this.phase = IN_SNAPSHOT;
    this.converter?.clear();
    this.sink.section();
    return SKIPPED;
  }

  private beginEvents(): void {
    this.phase = IN_INITIAL_EVENTS;
    this.numBefore = this.num;
    this.num = 0;
    this.sink.complete();
  }

  /** Upstream numbers a later section's announcements anew and then goes on where the section before it ended. */
  private endInitialEvents(): void {
    this.phase = IN_EVENTS;
    if (this.sections > 1) this.num = this.numBefore;
    this.sink.ready();
  }

  /** Any event block, thoroughly. */
  private event(at: number, total: number, shape: EventBlockShape): number {
    this.blockAt = at;
    this.window.moved = true;
    const { bytes, data } = this.window;
    const kind = data.getUint32(at, true);
    const evt = this.evt;
    evt.bytes = bytes;
    evt.data = data;
    evt.cpu = data.getUint16(at + BLOCK_HEADER_SIZE, true);
    evt.flags = shape.flags ? data.getUint32(at + BLOCK_HEADER_SIZE + 2, true) : 0;
    const header = at + BLOCK_HEADER_SIZE + (shape.flags ? 6 : 2);
    const available = at + total - BLOCK_TRAILER_SIZE - header;
    const type = data.getUint16(header + 20, true);
    if (type >= EVENT_TYPES) {
      this.counts.unknownEvents++;
      return SKIPPED;
    }
    evt.tsLo = data.getInt32(header, true);
    evt.tsHi = data.getInt32(header + 4, true);
    evt.tid = int64(data.getInt32(header + 12, true), data.getInt32(header + 8, true));
    evt.type = type;
    evt.lengthSize = LENGTH_SIZES[type] as number;
    evt.located = 0;
    if (shape.counted) {
      evt.offset = header;
      evt.length = data.getUint32(header + 16, true);
      evt.nparams = data.getUint32(header + 22, true);
      if (evt.length > available) return this.badEvent(kind, `at most ${available} bytes`, evt.length);
    } else {
      this.legacy ??= new LegacyEvents();
      if (!this.legacy.restore(evt, header, available, type)) {
        return this.badEvent(kind, 'lengths that add up', `${available} bytes`);
      }
    }
    if (evt.nparams > MAX_PARAMS) return this.badEvent(kind, `at most ${MAX_PARAMS} parameters`, evt.nparams);
    const used = usedBytes(evt);
    if (used > evt.length) return this.badEvent(kind, `at least ${used} bytes`, evt.length);
    return this.deliver(kind);
  }

  private deliver(kind: number): number {
    const evt = this.evt;
    const ready = READY_PARAMS[evt.type];
    if (ready !== evt.nparams && ready !== READY_ANY) {
      this.converter ??= new Converter();
      const outcome = this.converter.convert(evt);
      if (outcome === DROPPED) {
        this.counts.dropped++;
        if (this.phase === IN_INITIAL_EVENTS) this.endInitialEvents();
        return SKIPPED;
      }
      if (outcome === FAILED) {
        this.counts.badEvents++;
        this.defect('not-convertible', kind, 'a layout of the event table', this.converter.problem);
        return SKIPPED;
      }
    }
    if (this.phase === IN_INITIAL_EVENTS && !isInitialEvent(evt.type)) this.endInitialEvents();
    evt.num = ++this.num;
    return DELIVERED;
  }

  private badEvent(kind: number, expected: string, got: string | number): number {
    this.counts.badEvents++;
    this.defect('bad-event', kind, expected, got);
    return SKIPPED;
  }

  /** More bytes of the block at hand; STOPPED where they have not come yet or never will. */
  private refill(): number {
    if (this.window.refill()) return SKIPPED;
    if (this.finished) this.conclude();
    return STOPPED;
  }

  /** The stream has ended. */
  private conclude(): void {
    const { data, pos, end } = this.window;
    const left = end - pos;
    this.blockAt = pos;
    const kind = left >= 4 ? data.getUint32(pos, true) : 0;
    if (this.phase === AT_SECTION && kind !== SECTION_HEADER) {
      this.fail('not-a-capture', 0, 'section header', `${left} bytes`);
    } else if (left > 0) {
      const total = left >= BLOCK_HEADER_SIZE ? data.getUint32(pos + 4, true) : BLOCK_HEADER_SIZE;
      this.fail('truncated', kind, total, left);
    } else if (this.phase === IN_SNAPSHOT) {
      this.fail('no-events', 0, 'an event', 'the end');
    }
    this.phase = AT_END;
  }

  private stop(code: ScapErrorCode, block: number, expected: string | number, got: string | number): number {
    this.fail(code, block, expected, got);
    return STOPPED;
  }

  private fail(code: ScapErrorCode, block: number, expected: string | number, got: string | number): false {
    this.error = { code, block, offset: this.window.base + this.blockAt, expected, got };
    this.phase = AT_END;
    return false;
  }

  private defect(code: ScapErrorCode, block: number, expected: string | number, got: string | number): void {
    this.firstDefect ??= { code, block, offset: this.window.base + this.blockAt, expected, got };
  }
}

const EVENT_V2_SHAPE: EventBlockShape = { flags: false, large: false, counted: true };

/** Bytes that header, lengths and parameters take; more than the event has where a length lies outside of it. */
function usedBytes(evt: EventView): number {
  const { data, nparams, lengthSize } = evt;
  let at = evt.offset + EVENT_HEADER_SIZE;
  let used = EVENT_HEADER_SIZE + nparams * lengthSize;
  if (used > evt.length) return used;
  for (let i = 0; i < nparams; i++, at += lengthSize) {
    used += lengthSize === 2 ? data.getUint16(at, true) : data.getUint32(at, true);
  }
  return used;
}
