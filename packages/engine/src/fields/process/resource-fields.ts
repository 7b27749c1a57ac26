// HOT: allocation-free per event; bench: bench/replay
import { PPME_PROCINFO_E } from '@saker/schema/event-types.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';
import type { EventContext } from '../event-context.ts';
import { typeString } from '../fd/fd-types.ts';
import type { FieldImpl } from '../field.ts';
import { NEVER } from '../field.ts';
import { elapsed, field, unsigned } from './bind.ts';
import { ancestorOf, mainOf } from './lineage.ts';

const MAX_TID = 0xffffffff;

function fdCount(ctx: EventContext, thread: ThreadInfo): number {
  const main = mainOf(ctx.state, thread);
  return main === undefined ? 0 : main.ownFds.size;
}

function fdLimit(ctx: EventContext, thread: ThreadInfo): number {
  const main = mainOf(ctx.state, thread);
  return main === undefined ? 0 : main.fdLimit;
}

/** Percent of the limit; 0 without a limit, 100 beyond it. */
function fdUsage(ctx: EventContext, thread: ThreadInfo): number {
  const limit = fdLimit(ctx, thread);
  if (limit <= 0) return 0;
  const count = fdCount(ctx, thread);
  return count <= limit ? (count * 100) / limit : 100;
}

/** Threads alive besides the leader. */
function childThreads(ctx: EventContext, thread: ThreadInfo): number {
  if (thread.group === undefined) return 0;
  const main = mainOf(ctx.state, thread);
  return main !== undefined && !main.isDead() ? thread.group.count - 1 : thread.group.count;
}

/** Type or name of descriptor 0, 1 or 2 of the process. */
function standardStream(name: string, fd: number, what: 'type' | 'name'): FieldImpl {
  return field(name, 'event', (ctx) => {
    const info = ctx.thread?.fds.get(fd);
    if (info === undefined) return undefined;
    return what === 'type' ? typeString(info.type) : info.name;
  });
}

/**
 * CPU time that a thread used since the last look at it, which procinfo events tell. Upstream keeps one last reading per
 * thread for all three fields, and every look replaces it, so that the value depends on who looked before: looking twice
 * at one event gives 0 the second time. The JSON output of upstream does look twice.
 */
function cpuTime(name: string, user: boolean, system: boolean): FieldImpl {
  return {
    name,
    bind(_arg, eventType) {
      if (eventType !== PPME_PROCINFO_E && eventType !== -1) return NEVER;
      return {
        kind: 'read',
        of: 'event',
        impure: true,
        extract(ctx) {
          if (ctx.thread === undefined || ctx.evt.type !== PPME_PROCINFO_E) return undefined;
          const now = (user ? ctx.evt.u64(0, 0) : 0) + (system ? ctx.evt.u64(1, 0) : 0);
          const last = lastCpuTimes.get(ctx.thread) ?? 0;
          lastCpuTimes.set(ctx.thread, now);
          if (last === 0) return 0;
          // Below zero it wraps, and is more than 100 in any case.
          return now < last || now - last > 100 ? 100 : now - last;
        },
      };
    },
  };
}
const lastCpuTimes = new WeakMap<ThreadInfo, number>();

/** Ids, times, memory, descriptors and threads of a process. */
export const RESOURCE_FIELDS: readonly FieldImpl[] = [
  field(
    'proc.pid',
    'thread',
    (ctx) => ctx.thread && (ctx.thread.pid >= -1 && ctx.thread.pid <= MAX_TID ? ctx.thread.pid : undefined),
  ),
  field('proc.vpid', 'thread', (ctx) => ctx.thread && (ctx.thread.vpid === -1 ? undefined : ctx.thread.vpid)),
  field('thread.tid', 'event', (ctx) => (ctx.evt.tid >= -1 && ctx.evt.tid <= MAX_TID ? ctx.evt.tid : undefined)),
  field('thread.ismain', 'thread', (ctx) => ctx.thread?.isMain()),
  field('thread.vtid', 'thread', (ctx) => ctx.thread && (ctx.thread.vtid === -1 ? undefined : ctx.thread.vtid)),

  field('proc.duration', 'event', (ctx) => {
    const start = ctx.thread?.cloneTs ?? 0n;
    return start === 0n ? undefined : elapsed(ctx.evt.ts(), start);
  }),
  // Where the start of the parent is not known upstream gives the number of descriptors of the process instead.
  field('proc.ppid.duration', 'event', (ctx) => {
    const parent = ctx.thread && ancestorOf(ctx.state, ctx.thread, 1);
    if (ctx.thread === undefined || parent === undefined) return undefined;
    return parent.cloneTs === 0n ? fdCount(ctx, ctx.thread) : elapsed(ctx.evt.ts(), parent.cloneTs);
  }),
  field(
    'proc.pid.ts',
    'thread',
    (ctx) => ctx.thread && (ctx.thread.cloneTs === 0n ? undefined : unsigned(ctx.thread.cloneTs)),
  ),
  // Upstream counts CPU time between switches only live; in replay both stay 0.
  { name: 'thread.exectime', bind: () => ({ kind: 'const', value: 0 }) },
  field('thread.totexectime', 'thread', (ctx) => ctx.thread && 0),
  cpuTime('thread.cpu', true, true),
  cpuTime('thread.cpu.user', true, false),
  cpuTime('thread.cpu.system', false, true),

  field('proc.fdopencount', 'event', (ctx) => ctx.thread && fdCount(ctx, ctx.thread)),
  field('proc.fdlimit', 'tree', (ctx) => ctx.thread && fdLimit(ctx, ctx.thread)),
  field('proc.fdusage', 'event', (ctx) => ctx.thread && fdUsage(ctx, ctx.thread)),

  // A thread's version does not tell about memory and faults: 'event'.
  field('proc.vmsize', 'event', (ctx) => ctx.thread?.vmSize),
  field('proc.vmrss', 'event', (ctx) => ctx.thread?.vmRss),
  field('proc.vmswap', 'event', (ctx) => ctx.thread?.vmSwap),
  field('thread.vmsize', 'event', (ctx) => ctx.thread && (ctx.thread.isMain() ? ctx.thread.vmSize : 0)),
  field('thread.vmrss', 'event', (ctx) => ctx.thread && (ctx.thread.isMain() ? ctx.thread.vmRss : 0)),
  field('thread.vmsize.b', 'event', (ctx) => ctx.thread && (ctx.thread.isMain() ? ctx.thread.vmSize * 1024 : 0)),
  field('thread.vmrss.b', 'event', (ctx) => ctx.thread && (ctx.thread.isMain() ? ctx.thread.vmRss * 1024 : 0)),
  field('thread.pfmajor', 'event', (ctx) => ctx.thread?.pfMajor),
  field('thread.pfminor', 'event', (ctx) => ctx.thread?.pfMinor),

  field('proc.nthreads', 'event', (ctx) => ctx.thread && (ctx.thread.group === undefined ? 0 : ctx.thread.group.count)),
  field('proc.nchilds', 'event', (ctx) => ctx.thread && childThreads(ctx, ctx.thread)),

  standardStream('proc.stdin.type', 0, 'type'),
  standardStream('proc.stdout.type', 1, 'type'),
  standardStream('proc.stderr.type', 2, 'type'),
  standardStream('proc.stdin.name', 0, 'name'),
  standardStream('proc.stdout.name', 1, 'name'),
  standardStream('proc.stderr.name', 2, 'name'),
];
