import { allocBytes } from '@saker/core/bytes.ts';
import { encodeEvent, viewEvent } from '@saker/scap/codec/encode.ts';
import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import { EVENT_HEADER_SIZE } from '@saker/scap/event-view.ts';
import type { FdEntry, ProcessEntry } from '@saker/scap/snapshot.ts';
import { processEntry } from '@saker/scap/testing/entries.ts';
import { EventContext } from '../fields/event-context.ts';
import type { FdInfo } from '../state/fd-info.ts';
import { StateEngine, type StateOptions } from '../state/state-engine.ts';
import type { ThreadInfo } from '../state/thread-info.ts';

/** Time of the first event, in ns; each later one comes a millisecond after. */
export const START_TS = 1_700_000_000_000_000_000n;
const STEP_NS = 1_000_000n;

export interface FixtureProcess extends Partial<ProcessEntry> {
  readonly tid: number;
  readonly fds?: readonly Partial<FdEntry>[];
}

const NO_FD: FdEntry = {
  fd: 0,
  ino: 0n,
  type: 1,
  name: '',
  openFlags: 0,
  dev: 0,
  sip: '',
  dip: '',
  sport: 0,
  dport: 0,
  l4: 0,
  unixSource: 0n,
  unixDest: 0n,
};

/** What an event came to, read at once: the context is reused. */
export interface Outcome {
  readonly visible: boolean;
  readonly thread: ThreadInfo | undefined;
  readonly fd: FdInfo | undefined;
  readonly fdNum: number;
  readonly fdNameChanged: boolean;
}

/** A state engine with init (1) and the processes given, to be fed event by event. For tests. */
export class Machine {
  readonly state: StateEngine;
  ts: bigint;

  constructor(processes: readonly FixtureProcess[] = [{ tid: 100 }], options: StateOptions = {}) {
    this.state = new StateEngine(options);
    this.ts = START_TS;
    const { snapshot } = this.state;
    snapshot.process(processEntry(1, { ptid: 0, comm: 'init', exe: '/sbin/init' }));
    for (const { tid, fds = [], ...detail } of processes) {
      snapshot.process(processEntry(tid, { comm: `p${tid}`, exe: `/bin/p${tid}`, ...detail }));
      for (const fd of fds) snapshot.fd(tid, { ...NO_FD, ...fd });
    }
    snapshot.complete();
    snapshot.ready();
  }

  /** Applies an event; parameters by the table's names. */
  event(type: number, tid: number, params: Readonly<Record<string, ParamValue>>, detail: EventDetail = {}): Outcome {
    this.ts = detail.ts ?? this.ts + STEP_NS;
    const nparams = detail.nparams === undefined ? {} : { nparams: detail.nparams };
    const view = viewEvent(encodeEvent({ type, ts: this.ts, tid, params, ...nparams }));
    view.flags = detail.flags ?? 0;
    const ctx = new EventContext(view, this.state);
    const visible = this.state.apply(ctx);
    const { thread, fd, fdNum, fdNameChanged } = ctx;
    return { visible, thread, fd, fdNum, fdNameChanged };
  }

  /** Applies an event whose parameters are junk of the lengths given. */
  rawEvent(type: number, tid: number, lengths: readonly number[], seed: number): void {
    const total = lengths.reduce((a, b) => a + b, 0);
    const bytes = allocBytes(EVENT_HEADER_SIZE + 2 * lengths.length + total);
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    data.setBigUint64(0, this.ts, true);
    data.setBigInt64(8, BigInt(tid), true);
    data.setUint32(16, bytes.length, true);
    data.setUint16(20, type, true);
    data.setUint32(22, lengths.length, true);
    for (const [i, length] of lengths.entries()) data.setUint16(EVENT_HEADER_SIZE + 2 * i, length, true);
    let junk = seed;
    for (let i = bytes.length - total; i < bytes.length; i++) {
      junk = (Math.imul(junk, 1103515245) + 12345) | 0;
      // Mostly small values, as real ones are: those get further into the handlers.
      bytes[i] = junk & 0x40000 ? 0 : junk >>> 24;
    }
    this.state.apply(new EventContext(viewEvent(bytes), this.state));
  }

  /** The thread, which has to be there. */
  thread(tid: number): ThreadInfo {
    const thread = this.state.thread(tid);
    if (thread === undefined) throw new Error(`no thread ${tid}`);
    return thread;
  }

  /** Descriptors of a process: number and name. */
  names(tid: number): readonly (readonly [number, string])[] {
    const out: [number, string][] = [];
    this.thread(tid).fds.forEach((fd, info) => {
      out.push([fd, info.name]);
    });
    return out;
  }
}

export interface EventDetail {
  readonly ts?: bigint;
  readonly flags?: number;
  readonly nparams?: number;
}
