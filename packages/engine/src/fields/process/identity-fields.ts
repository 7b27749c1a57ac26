// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { ValueKey } from '@saker/rules/compile/field-source.ts';
import type { State } from '../../state/state.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldArg, FieldImpl } from '../field.ts';
import { NEVER } from '../field.ts';
import { field } from './bind.ts';
import { leaderOf, mainOf } from './lineage.ts';
import { argsText, cgroupsText, cmdlineText, envText, exelineText } from './thread-texts.ts';

/** What upstream shows where the process of a thread is not known. */
const UNKNOWN_CWD = './';

/** The thread whose environment a thread has: the main thread, where it is known. */
export function envOwner(state: State, thread: ThreadInfo): ThreadInfo {
  return mainOf(state, thread) ?? thread;
}

/**
 * Value of a variable, without blanks around it. '' where there is no such variable, and where it has no value: both are
 * the same to upstream.
 */
export function variable(thread: ThreadInfo, name: ByteString): ByteString {
  const prefix = `${name}=`;
  for (const entry of thread.env) {
    if (entry.length > prefix.length && entry.startsWith(prefix)) return trimBlanks(entry, prefix.length);
  }
  return '';
}

function trimBlanks(text: ByteString, from: number): ByteString {
  let start = from;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 32) start++;
  while (end > start && text.charCodeAt(end - 1) === 32) end--;
  return text.slice(start, end);
}

function totalLength(args: readonly ByteString[]): number {
  let length = 0;
  for (let i = 0; i < args.length; i++) length += (args[i] as ByteString).length;
  return length;
}

/** Name of the variable that the argument of proc.env and proc.aenv names; numbers do not name one. */
export function variableName(arg: FieldArg | undefined): ByteString | undefined {
  return arg === undefined || arg.text === '' || /^[0-9]+$/.test(arg.text) ? undefined : arg.text;
}

const args: FieldImpl = {
  name: 'proc.args',
  bind(arg) {
    const index = arg?.index;
    return {
      kind: 'read',
      of: 'thread',
      extract:
        index === undefined
          ? (ctx) => (ctx.thread === undefined ? undefined : argsText(ctx.thread))
          : (ctx) => (ctx.thread === undefined ? undefined : (ctx.thread.args[index] ?? '')),
    };
  },
};

/** The environment as it travelled; processes mostly share that of their parent. */
const BY_ENVIRONMENT: ValueKey<EventContext> = {
  id: 'environment',
  value: (ctx) => (ctx.thread === undefined ? '' : envOwner(ctx.state, ctx.thread).envRaw),
  variant: (ctx) => (ctx.thread === undefined ? 1 : 0),
};

const env: FieldImpl = {
  name: 'proc.env',
  bind(arg) {
    const name = variableName(arg);
    return {
      kind: 'read',
      of: 'tree',
      extract:
        name === undefined
          ? (ctx) => (ctx.thread === undefined ? undefined : envText(envOwner(ctx.state, ctx.thread)))
          : (ctx) => (ctx.thread === undefined ? undefined : variable(envOwner(ctx.state, ctx.thread), name)),
      key: BY_ENVIRONMENT,
    };
  },
};

/** `thread.cgroup.cpuacct`: path of one subsystem; no value where the thread has no such control group. */
const cgroup: FieldImpl = {
  name: 'thread.cgroup',
  bind(arg) {
    if (arg === undefined) return NEVER;
    const subsystem = arg.text;
    return {
      kind: 'read',
      of: 'thread',
      extract(ctx) {
        if (ctx.thread === undefined) return undefined;
        for (const entry of ctx.thread.cgroups) if (entry[0] === subsystem) return entry[1];
        return undefined;
      },
    };
  },
};

/** What a process is called and how it was started. */
export const IDENTITY_FIELDS: readonly FieldImpl[] = [
  field('proc.exe', 'thread', (ctx) => ctx.thread?.exe),
  field('proc.exepath', 'thread', (ctx) => ctx.thread?.exePath),
  field('proc.name', 'thread', (ctx) => ctx.thread?.comm),
  args,
  field('proc.cmdline', 'thread', (ctx) => ctx.thread && cmdlineText(ctx.thread)),
  field('proc.exeline', 'thread', (ctx) => ctx.thread && exelineText(ctx.thread)),
  field('proc.cmdnargs', 'thread', (ctx) => ctx.thread?.args.length),
  field('proc.cmdlenargs', 'thread', (ctx) => ctx.thread && totalLength(ctx.thread.args)),
  env,
  field('proc.cwd', 'tree', (ctx) => ctx.thread && (mainOf(ctx.state, ctx.thread)?.cwd ?? UNKNOWN_CWD)),
  field('proc.tty', 'thread', (ctx) => ctx.thread?.tty),
  // Leaders need not be ancestors, so nothing tells when they change: 'event'.
  field('proc.sid', 'thread', (ctx) => ctx.thread?.sid),
  field('proc.sname', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'sid')?.comm ?? '')),
  field('proc.sid.exe', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'sid')?.exe ?? '')),
  field('proc.sid.exepath', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'sid')?.exePath ?? '')),
  field('proc.is_sid_leader', 'thread', (ctx) => ctx.thread && ctx.thread.sid === ctx.thread.vpid),
  field('proc.vpgid', 'thread', (ctx) => ctx.thread?.vpgid),
  field('proc.vpgid.name', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'vpgid')?.comm ?? '')),
  field('proc.vpgid.exe', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'vpgid')?.exe ?? '')),
  field(
    'proc.vpgid.exepath',
    'event',
    (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'vpgid')?.exePath ?? ''),
  ),
  field('proc.is_vpgid_leader', 'thread', (ctx) => ctx.thread && ctx.thread.vpgid === ctx.thread.vpid),
  field('proc.pgid', 'thread', (ctx) => ctx.thread?.pgid),
  field('proc.pgid.name', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'pgid')?.comm ?? '')),
  field('proc.pgid.exe', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'pgid')?.exe ?? '')),
  field('proc.pgid.exepath', 'event', (ctx) => ctx.thread && (leaderOf(ctx.state, ctx.thread, 'pgid')?.exePath ?? '')),
  field('proc.is_pgid_leader', 'thread', (ctx) => ctx.thread && ctx.thread.pgid === ctx.thread.pid),
  field(
    'thread.cgroups',
    'thread',
    (ctx) => ctx.thread && (ctx.thread.cgroups.length === 0 ? undefined : cgroupsText(ctx.thread)),
  ),
  cgroup,
  field('thread.nametid', 'event', (ctx) =>
    ctx.thread === undefined ? undefined : `${ctx.thread.comm}${ctx.evt.tid}`,
  ),
];
