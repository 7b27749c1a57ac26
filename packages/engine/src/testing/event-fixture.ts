import { encodeEvent, viewEvent } from '@saker/scap/codec/encode.ts';
import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import type { FdEntry } from '@saker/scap/snapshot.ts';
import { processEntry } from '@saker/scap/testing/entries.ts';
import { EventContext } from '../fields/event-context.ts';
import { StateEngine } from '../state/state-engine.ts';

/** 2026-11-22 06:48:58.274433820 UTC, in ns. */
export const EVENT_TS = 1795330138274433820n;

const NO_FD: FdEntry = {
  fd: 0,
  ino: 0n,
  type: 0,
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

export interface EventFixture {
  readonly type: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Default: {@link EVENT_TS}. */
  readonly ts?: bigint;
  /** Default: 100, the process "cat". */
  readonly tid?: number;
  readonly num?: number;
  /** Descriptors of process 100. */
  readonly fds?: readonly (Partial<FdEntry> & { readonly fd: number })[];
}

/**
 * An event as rules see it, on a machine with two processes: 1 "init" and 100 "cat" (in /home/u), and the users root (0)
 * and nobody (65534) with groups of the same names.
 */
export function eventContext(fixture: EventFixture): EventContext {
  const state = new StateEngine();
  const { snapshot } = state;
  snapshot.process(processEntry(1, { ptid: 0, comm: 'init', exe: '/sbin/init' }));
  const args = '-n\0/etc/passwd\0';
  snapshot.process(processEntry(100, { comm: 'cat', exe: '/bin/cat', exePath: '/bin/cat', args, cwd: '/home/u/' }));
  for (const fd of fixture.fds ?? []) snapshot.fd(100, { ...NO_FD, ...fd });
  snapshot.users(
    [
      { uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/sh' },
      { uid: 65534, gid: 65534, name: 'nobody', home: '/', shell: '/bin/false' },
    ],
    [
      { gid: 0, name: 'root' },
      { gid: 65534, name: 'nobody' },
    ],
  );
  snapshot.complete();
  snapshot.ready();
  const { type, params, ts = EVENT_TS, tid = 100, num = 1 } = fixture;
  const view = viewEvent(encodeEvent({ type, ts, tid, params }));
  view.num = num;
  const ctx = new EventContext(view, state);
  ctx.begin();
  state.apply(ctx);
  return ctx;
}
