import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { EventView } from '@saker/scap/event-view.ts';
import { openScap } from '@saker/scap/node/open-scap.ts';
import { PPME_SYSCALL_OPENAT_2_X, PPME_SYSCALL_OPENAT2_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { EventContext } from '../fields/event-context.ts';
import { HAS_FD } from '../state/event-traits.ts';
import type { FdInfo } from '../state/fd-info.ts';
import { StateEngine } from '../state/state-engine.ts';
import type { ThreadInfo } from '../state/thread-info.ts';

/** A cell of the dump; undefined = null there. */
type Cell = string | number | boolean | undefined;
type Read = (ctx: EventContext, thread: ThreadInfo, state: StateEngine) => Cell | bigint;

/** Nothing to compare. */
const VOID = '\0';

const FD_TYPES =
  'NA file directory ipv4 ipv6 ipv4 ipv6 pipe unix event NA signalfd eventpoll inotify timerfd netlink file bpf userfaultfd io_uring memfd pidfd'.split(
    ' ',
  );

function fdOf(ctx: EventContext): FdInfo | undefined {
  return HAS_FD[ctx.evt.type] === 0 ? undefined : ctx.fd;
}

function cmdline(thread: ThreadInfo): string {
  return [thread.comm, ...thread.args].join(' ');
}

/** What the fields say, as far as it is nothing but state. */
const FIELDS: Readonly<Record<string, Read>> = {
  'thread.tid': (_c, t) => t.tid,
  'proc.pid': (_c, t) => t.pid,
  'proc.vpid': (_c, t) => t.vpid,
  'thread.vtid': (_c, t) => t.vtid,
  'proc.name': (_c, t) => t.comm,
  'proc.exe': (_c, t) => t.exe,
  'proc.exepath': (_c, t) => t.exePath,
  'proc.cmdline': (_c, t) => cmdline(t),
  'proc.cwd': (_c, t, s) => s.cwd(t),
  'proc.env': (_c, t, s) => (s.main(t) ?? t).env.join(' '),
  'proc.sid': (_c, t) => t.sid,
  'proc.pgid': (_c, t) => t.pgid,
  'proc.vpgid': (_c, t) => t.vpgid,
  'proc.tty': (_c, t) => t.tty,
  'proc.is_exe_writable': (_c, t) => t.exeWritable,
  'proc.is_exe_upper_layer': (_c, t) => t.exeUpperLayer,
  'proc.exe_ino': (_c, t) => (t.exeIno === 0n ? undefined : Number(t.exeIno)),
  'proc.pid.ts': (_c, t) => positive(t.cloneTs),
  'proc.fdopencount': (_c, t, s) => s.main(t)?.ownFds.size ?? 0,
  'proc.fdlimit': (_c, t, s) => s.main(t)?.fdLimit ?? 0,
  'proc.vmsize': (_c, t) => t.vmSize,
  'proc.vmrss': (_c, t) => t.vmRss,
  'proc.nthreads': (_c, t) => t.group?.count ?? 0,
  'proc.nchilds': (_c, t, s) => {
    const main = s.main(t);
    return t.group === undefined ? 0 : t.group.count - (main !== undefined && !main.isDead() ? 1 : 0);
  },
  'thread.ismain': (_c, t) => t.isMain(),
  'thread.cgroups': (_c, t) => t.cgroups.map(([name, path]) => `${name}=${path}`).join(' ') || undefined,
  'proc.aname[1]': (_c, t, s) => ancestor(s, t, 1)?.comm,
  'proc.aname[2]': (_c, t, s) => ancestor(s, t, 2)?.comm,
  'proc.apid[1]': (_c, t, s) => ancestor(s, t, 1)?.pid,
  'proc.acmdline[1]': (_c, t, s) => mapped(ancestor(s, t, 1), cmdline),
  'user.uid': (_c, t) => t.uid,
  'group.gid': (_c, t) => t.gid,
  'user.name': (_c, t, s) => s.user(t.containerId, t.uid)?.name ?? (t.uid === 0 ? 'root' : '<NA>'),
  'user.loginuid': (_c, t) => (t.loginUid === 0xffffffff ? -1 : t.loginUid),
  'container.id': (c, t) => c.container?.id ?? (t.containerId === '' ? 'host' : t.containerId),
  'fd.num': (c) => (HAS_FD[c.evt.type] === 1 ? c.fdNum : undefined),
  'fd.type': (c) => mapped(fdOf(c), (fd) => FD_TYPES[fd.type]?.replace('NA', '<NA>') ?? '<NA>'),
  // Other events without descriptor show the path they were given.
  'fd.name': (c) => mapped(fdOf(c), (fd) => fd.name) ?? VOID,
  'fd.ino': (c) => mapped(fdOf(c), (fd) => Number(fd.ino)),
  'fd.dev': (c) => mapped(fdOf(c), (fd) => fd.dev.toString(16).toUpperCase()),
  'fd.name_changed': (c) => mapped(fdOf(c), () => c.fdNameChanged),
};

function positive(ns: bigint | undefined): bigint | undefined {
  return ns === undefined || ns === 0n ? undefined : ns;
}

function mapped<A, B>(value: A | undefined, map: (value: A) => B): B | undefined {
  return value === undefined ? undefined : map(value);
}

function ancestor(state: StateEngine, thread: ThreadInfo, n: number): ThreadInfo | undefined {
  let at = state.main(thread);
  for (let i = 0; i < n && at !== undefined; i++) {
    const parent = state.parent(at);
    at = parent === undefined ? undefined : state.main(parent);
  }
  return at;
}

/** A cell in which the state engine does not agree with the dump. */
export interface Difference {
  readonly field: string;
  /** Number and type of the event. */
  readonly num: number;
  readonly type: string;
  readonly want: unknown;
  readonly got: unknown;
}

export interface Comparison {
  readonly events: number;
  readonly cells: number;
  readonly differences: readonly Difference[];
}

/**
 * Replays a capture through the state engine alone and compares what it knows with a dump of every field of every event.
 * For tests and tools (Node). Throws where a file cannot be read.
 */
export async function compareState(scapPath: string, dumpPath: string): Promise<Comparison> {
  const dump = gunzipSync(readFileSync(dumpPath)).toString().trimEnd().split('\n');
  const state = new StateEngine();
  const opened = openScap(scapPath, state.snapshot);
  if (!opened.ok) throw new Error(opened.error.message);
  const { capture } = opened;
  const ctx = new EventContext(capture.reader.evt, state);
  const differences: Difference[] = [];
  let events = 0;
  let cells = 0;
  for (;;) {
    while (capture.reader.next()) {
      if (state.apply(ctx)) cells += compareEvent(ctx, state, dump[events++], differences);
    }
    const more = capture.more();
    if (!(typeof more === 'boolean' ? more : await more)) break;
  }
  if (events !== dump.length) {
    differences.push({ field: 'number of events', num: 0, type: '', want: dump.length, got: events });
  }
  return { events, cells, differences };
}

/** Adds what differs in one event; returns how many cells were compared. */
function compareEvent(
  ctx: EventContext,
  state: StateEngine,
  line: string | undefined,
  differences: Difference[],
): number {
  const { num } = ctx.evt;
  if (line === undefined) {
    differences.push({ field: 'event', num, type: EVENTS[ctx.evt.type]?.name ?? '', want: undefined, got: num });
    return 0;
  }
  const row = JSON.parse(line) as Record<string, unknown>;
  const type = String(row['evt.type']);
  if (row['evt.num'] !== num) differences.push({ field: 'evt.num', num, type, want: row['evt.num'], got: num });
  let cells = 0;
  for (const [field, read] of Object.entries(FIELDS)) {
    const want = row[field];
    if (want === '<VOLATILE>') continue;
    // Printing evt.abspath makes Falco take the directory for the event's descriptor from then on.
    if (field.startsWith('fd.') && isRelativeOpen(ctx.evt)) continue;
    const value = ctx.thread === undefined ? VOID : read(ctx, ctx.thread, state);
    if (value === VOID) continue;
    cells++;
    // Large integers lost digits in JSON.parse; so they do here.
    const got = typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? bytesToUtf8(value) : value;
    // The dump has nothing where a number is unknown.
    if ((got ?? null) === want || (want === null && (got === -1 || got === 0))) continue;
    differences.push({ field, num, type, want, got });
  }
  return cells;
}

function isRelativeOpen(evt: EventView): boolean {
  if (evt.type !== PPME_SYSCALL_OPENAT_2_X && evt.type !== PPME_SYSCALL_OPENAT2_X) return false;
  return evt.i64(1, -1) >= 0 && evt.str(2)?.startsWith('/') === false;
}
