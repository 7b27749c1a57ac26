// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { State } from '../../state/state.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';
import type { Bound, FieldArg, FieldImpl, FieldScalar } from '../field.ts';
import { NEVER } from '../field.ts';
import { field, generationsOf, unsigned } from './bind.ts';
import { envOwner, variable, variableName } from './identity-fields.ts';
import { AncestorWalk, ancestorOf, mainOf } from './lineage.ts';
import { argsText, cmdlineText, envText } from './thread-texts.ts';

const MAX_PID = 0xffffffff;
/** How far up proc.aenv[NAME] looks. */
const ENV_GENERATIONS = 20;

const walk = new AncestorWalk();

/** Ids beyond 32 bits belong to sources that make up ids; they are not shown. */
function pidValue(pid: number): number | undefined {
  return pid >= -1 && pid <= MAX_PID ? pid : undefined;
}

/** The texts of all ancestors, nearest first, a blank between each two; leading empty ones leave no blank. */
function joined(state: State, thread: ThreadInfo, text: (ancestor: ThreadInfo) => ByteString): ByteString | undefined {
  const main = mainOf(state, thread);
  if (main === undefined) return undefined;
  let out = '';
  for (let t = walk.start(state, main); t !== undefined; t = walk.next()) {
    if (out !== '') out += ' ';
    out += text(t);
  }
  return out === '' ? undefined : out;
}

/** One value per ancestor, nearest first; undefined where there is no ancestor. */
function elements(
  state: State,
  thread: ThreadInfo,
  read: (ancestor: ThreadInfo) => FieldScalar,
): readonly FieldScalar[] | undefined {
  const main = mainOf(state, thread);
  if (main === undefined) return undefined;
  let out: FieldScalar[] | undefined;
  for (let t = walk.start(state, main); t !== undefined; t = walk.next()) {
    if (out === undefined) out = [];
    out.push(read(t));
  }
  return out;
}

function elementwise(read: (ancestor: ThreadInfo) => FieldScalar): Bound {
  return {
    kind: 'read',
    of: 'tree',
    any: true,
    extract: (ctx) => (ctx.thread === undefined ? undefined : elements(ctx.state, ctx.thread, read)),
  };
}

/**
 * `proc.aname` and its like. With a number: the process so many generations up. Without: outputs get the texts of all
 * ancestors in one string; conditions compare each ancestor's (elementwise.ts of the rules says how).
 */
function ancestorText(name: string, text: (process: ThreadInfo) => ByteString): FieldImpl {
  const all: Bound = {
    kind: 'read',
    of: 'tree',
    extract: (ctx) => (ctx.thread === undefined ? undefined : joined(ctx.state, ctx.thread, text)),
  };
  const each = elementwise(text);
  return {
    name,
    bind: (arg) => byGenerations(arg, all, text),
    bindCondition: (arg) => byGenerations(arg, each, text),
  };
}

/** `all` for an argument that means all ancestors, else what one process says. */
function byGenerations(
  arg: FieldArg | undefined,
  all: Bound,
  read: (process: ThreadInfo) => FieldScalar | undefined,
): Bound {
  const generations = generationsOf(arg);
  if (generations === 'all') return all;
  return generations === 'none' ? NEVER : ofGeneration(generations, read);
}

function ofGeneration(generations: number, read: (process: ThreadInfo) => FieldScalar | undefined): Bound {
  return {
    kind: 'read',
    of: 'tree',
    extract(ctx) {
      if (ctx.thread === undefined) return undefined;
      const process = ancestorOf(ctx.state, ctx.thread, generations);
      return process === undefined ? undefined : read(process);
    },
  };
}

/** Conditions compare the joined arguments of all ancestors: upstream makes no exception for this one. */
const aargs: FieldImpl = { name: 'proc.aargs', bind: ancestorText('proc.aargs', argsText).bind };

const processId = (process: ThreadInfo): number | undefined => pidValue(process.pid);

/** Outputs of `proc.apid` without a number give the process itself. */
const apid: FieldImpl = {
  name: 'proc.apid',
  bind: (arg) => byGenerations(arg, OWN_PID, processId),
  bindCondition: (arg) => byGenerations(arg, APIDS, processId),
};
const OWN_PID = ofGeneration(0, processId);
const APIDS = elementwise((t) => t.pid);

/**
 * `proc.aenv[NAME]`: the variable of the nearest ancestor that has it. `proc.aenv[2]`: the environment two generations up;
 * parents are threads here, not main threads. Without argument (or 0): the own environment. Conditions with a number or
 * without argument compare the environments of all ancestors.
 */
const aenv: FieldImpl = {
  name: 'proc.aenv',
  bind: bindAenv,
  bindCondition: (arg) => (variableName(arg) === undefined ? ENVIRONMENTS : bindAenv(arg)),
};

function bindAenv(arg: FieldArg | undefined): Bound {
  const name = variableName(arg);
  const generations = arg?.index ?? 0;
  return {
    kind: 'read',
    of: 'tree',
    extract(ctx) {
      if (ctx.thread === undefined) return undefined;
      if (name !== undefined) return inheritedVariable(ctx.state, ctx.thread, name);
      if (generations === 0) return envText(envOwner(ctx.state, ctx.thread));
      return environmentAbove(ctx.state, ctx.thread, generations);
    },
  };
}

const ENVIRONMENTS: Bound = {
  kind: 'read',
  of: 'tree',
  any: true,
  extract: (ctx) =>
    ctx.thread === undefined ? undefined : elements(ctx.state, ctx.thread, (t) => envText(envOwner(ctx.state, t))),
};

function inheritedVariable(state: State, thread: ThreadInfo, name: ByteString): ByteString {
  let at = mainOf(state, thread);
  for (let i = 0; i < ENV_GENERATIONS && at !== undefined; i++) {
    at = state.thread(at.ptid);
    if (at === undefined) break;
    const value = variable(envOwner(state, at), name);
    if (value !== '') return value;
  }
  return '';
}

function environmentAbove(state: State, thread: ThreadInfo, generations: number): ByteString | undefined {
  let at = mainOf(state, thread);
  if (at === undefined) return '';
  for (let i = 0; i < generations; i++) {
    const parent = state.thread(at.ptid);
    if (parent === undefined) return undefined;
    if (parent === at) break;
    at = parent;
  }
  return envText(envOwner(state, at));
}

/** The topmost process of the line, the own one included, whose name ends in "sh". */
function loginShell(state: State, thread: ThreadInfo): ThreadInfo | undefined {
  const main = mainOf(state, thread);
  if (main === undefined) return undefined;
  let shell = main.comm.endsWith('sh') ? main : undefined;
  for (let t = walk.start(state, main); t !== undefined; t = walk.next()) if (t.comm.endsWith('sh')) shell = t;
  return shell;
}

/** The parent process and those above it. */
export const LINEAGE_FIELDS: readonly FieldImpl[] = [
  field('proc.pexe', 'tree', (ctx) => ctx.thread && ancestorOf(ctx.state, ctx.thread, 1)?.exe),
  ancestorText('proc.aexe', (t) => t.exe),
  field('proc.pexepath', 'tree', (ctx) => ctx.thread && ancestorOf(ctx.state, ctx.thread, 1)?.exePath),
  ancestorText('proc.aexepath', (t) => t.exePath),
  field('proc.pname', 'tree', (ctx) => ctx.thread && ancestorOf(ctx.state, ctx.thread, 1)?.comm),
  ancestorText('proc.aname', (t) => t.comm),
  aargs,
  field('proc.pcmdline', 'tree', (ctx) => {
    const parent = ctx.thread && ancestorOf(ctx.state, ctx.thread, 1);
    return parent && cmdlineText(parent);
  }),
  ancestorText('proc.acmdline', cmdlineText),
  aenv,
  field('proc.loginshellid', 'tree', (ctx) => ctx.thread && loginShell(ctx.state, ctx.thread)?.pid),
  field('proc.ppid', 'tree', (ctx) => {
    const parent = ctx.thread && ancestorOf(ctx.state, ctx.thread, 1);
    return parent && pidValue(parent.pid);
  }),
  apid,
  // These two look at the parent thread, not at its process.
  field('proc.pvpid', 'tree', (ctx) => ctx.thread && ctx.state.thread(ctx.thread.ptid)?.vpid),
  field('proc.ppid.ts', 'tree', (ctx) => {
    const parent = ctx.thread && ctx.state.thread(ctx.thread.ptid);
    return parent && unsigned(parent.cloneTs);
  }),
];
