/**
 * Developer's tool: replays a capture through the state engine alone and compares what it knows with a dump of every
 * field of every event.
 *
 *   node packages/engine/src/testing/compare-state.ts CAPTURE.scap DUMP.fields.jsonl.gz
 *
 * Prints, per field, how many cells differ, and the first few of them. Ends with 1 where any do.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { EventView } from '@saker/scap/event-view.ts';
import { openScap } from '@saker/scap/node/open-scap.ts';
import { PPME_SYSCALL_OPENAT2_X, PPME_SYSCALL_OPENAT_2_X } from '@saker/schema/event-types.ts';
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

function fdOf(ctx: EventContext, thread: ThreadInfo): FdInfo | undefined {
  if (HAS_FD[ctx.evt.type] === 0) return undefined;
  return ctx.fd ?? (ctx.fdNum >= 0 ? thread.fds.get(ctx.fdNum) : undefined);
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
  'fd.type': (c, t) => mapped(fdOf(c, t), (fd) => FD_TYPES[fd.type]?.replace('NA', '<NA>') ?? '<NA>'),
  // Other events without descriptor show the path they were given.
  'fd.name': (c, t) => mapped(fdOf(c, t), (fd) => fd.name) ?? VOID,
  'fd.ino': (c, t) => mapped(fdOf(c, t), (fd) => Number(fd.ino)),
  'fd.dev': (c, t) => mapped(fdOf(c, t), (fd) => fd.dev.toString(16).toUpperCase()),
  'fd.name_changed': (c, t) => mapped(fdOf(c, t), () => c.fdNameChanged),
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

const MAX_SHOWN = 3;
const [scapPath, dumpPath] = process.argv.slice(2);
if (scapPath === undefined || dumpPath === undefined) {
  process.stderr.write('usage: compare-state.ts CAPTURE.scap DUMP.fields.jsonl.gz\n');
  process.exit(2);
}
const dump = gunzipSync(readFileSync(dumpPath)).toString().trimEnd().split('\n');
const state = new StateEngine();
const opened = openScap(scapPath, state.snapshot);
if (!opened.ok) throw new Error(opened.error.message);
const { capture } = opened;
const ctx = new EventContext(capture.reader.evt, state);
const differing = new Map<string, number>();
let line = 0;
let cells = 0;

for (;;) {
  while (capture.reader.next()) {
    if (state.apply(ctx)) compare(dump[line++]);
  }
  const more = capture.more();
  if (!(typeof more === 'boolean' ? more : await more)) break;
}
if (line !== dump.length) report('events', line, 'number of events', dump.length, line);
for (const [name, count] of [...differing].sort((a, b) => b[1] - a[1])) process.stdout.write(`${count}\t${name}\n`);
const wrong = [...differing.values()].reduce((a, b) => a + b, 0);
process.stdout.write(`${line} events, ${cells} cells, ${wrong} differ\n`);
process.exitCode = wrong === 0 ? 0 : 1;

function compare(text: string | undefined): void {
  const num = ctx.evt.num;
  if (text === undefined) {
    report('events', num, 'not in the dump', undefined, EVENTS[ctx.evt.type]?.name);
    return;
  }
  // Large integers lose digits in JSON.parse; only the fields above are looked at.
  const row = JSON.parse(text) as Record<string, unknown>;
  if (row['evt.num'] !== num) report('evt.num', num, String(row['evt.type']), row['evt.num'], num);
  const thread = ctx.thread;
  for (const [name, read] of Object.entries(FIELDS)) {
    const want = row[name];
    // Printing evt.abspath makes Falco take the directory for the event's descriptor from then on.
    if (name.startsWith('fd.') && isRelativeOpen(ctx.evt)) continue;
    if (want === '<VOLATILE>') continue;
    const value = thread === undefined ? VOID : read(ctx, thread, state);
    if (value === VOID) continue;
    cells++;
    const got = typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? bytesToUtf8(value) : value;
    if ((got ?? null) !== want && !(want === null && (got === -1 || got === 0))) {
      report(name, num, String(row['evt.type']), want, got);
    }
  }
}

function isRelativeOpen(evt: EventView): boolean {
  if (evt.type !== PPME_SYSCALL_OPENAT_2_X && evt.type !== PPME_SYSCALL_OPENAT2_X) return false;
  return evt.i64(1, -1) >= 0 && evt.str(2)?.startsWith('/') === false;
}

function report(name: string, num: number, type: string, want: unknown, got: unknown): void {
  const count = (differing.get(name) ?? 0) + 1;
  differing.set(name, count);
  if (count > MAX_SHOWN) return;
  process.stdout.write(`${name} of ${num} (${type}): want ${JSON.stringify(want)}, got ${JSON.stringify(got)}\n`);
}
