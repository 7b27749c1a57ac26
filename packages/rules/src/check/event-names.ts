import { PPME_ASYNCEVENT_E, PPME_GENERIC_E, PPME_GENERIC_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { SYSCALL_CODES } from '@saker/schema/syscall-codes.ts';
import { SYSCALLS } from '@saker/schema/syscalls.ts';
import type { Expr } from '../language/ast.ts';
import { type CodeSet, type CodeUniverse, conditionCodes } from './code-analysis.ts';
import { bit, codesIn, EVENT_TYPE_UNIVERSE } from './event-types.ts';

/**
 * Names of the events that a rule with this condition gets to see, for `describe`: those of its event types, of the system
 * calls behind generic events, and asynchronous events. Empty when the condition cannot be analysed.
 */
export function conditionEventNames(expr: Expr): readonly string[] {
  const types = conditionCodes(expr, EVENT_TYPE_UNIVERSE);
  const calls = conditionCodes(expr, SYSCALL_UNIVERSE);
  if (!types.ok || !calls.ok) return [];
  const names = new Set(eventNames(types.codes | bit(PPME_ASYNCEVENT_E)));
  const events = eventsOfCalls(calls.codes) & ~GENERIC;
  for (const name of eventNames(events)) names.add(name);
  for (const call of codesIn(calls.codes & ~callsOfEvents(events))) names.add(SYSCALL_CODES[call] as string);
  return [...names];
}

const GENERIC: CodeSet = bit(PPME_GENERIC_E) | bit(PPME_GENERIC_X);

/** Calls and tracepoints that x86-64 does not number, with the event that stands for them where its name is another. */
const EVENT_OF_OTHER_CALL: Readonly<Record<string, string>> = {
  _llseek: 'llseek',
  fcntl64: 'fcntl',
  getegid32: 'getegid',
  geteuid32: 'geteuid',
  getgid32: 'getgid',
  getresgid32: 'getresgid',
  getresuid32: 'getresuid',
  getuid32: 'getuid',
  sendfile64: 'sendfile',
  setgid32: 'setgid',
  setresgid32: 'setresgid',
  setresuid32: 'setresuid',
  setuid32: 'setuid',
  ugetrlimit: 'getrlimit',
  page_fault_kernel: 'page_fault',
  page_fault_user: 'page_fault',
  sched_process_exit: 'procexit',
  sched_switch: 'switch',
  signal_deliver: 'signaldeliver',
};

/** Event types of each system call, by its code; those that no event names have the generic ones. */
const EVENTS_OF_CALL: readonly CodeSet[] = SYSCALL_CODES.map((name) => {
  const native = SYSCALLS.find((call) => call.name === name);
  if (native !== undefined) return bit(native.enter) | bit(native.exit);
  return EVENT_TYPE_UNIVERSE.codesOf([EVENT_OF_OTHER_CALL[name] ?? name]);
});

/** All calls but the unknown one, which has code 0, and unused codes. */
const ALL_CALLS: CodeSet = SYSCALL_CODES.reduce(
  (all, name, code) => (code > 0 && name !== '' ? all | bit(code) : all),
  0n,
);

const SYSCALL_UNIVERSE: CodeUniverse = {
  all: ALL_CALLS,
  codesOf(names) {
    const events = EVENT_TYPE_UNIVERSE.codesOf(names);
    let calls = callsOfEvents(events & ~GENERIC);
    if ((events & GENERIC) === 0n) return calls;
    const generic = callsOfEvents(GENERIC);
    for (const name of names) {
      const call = SYSCALL_CODES.indexOf(name);
      if (call >= 0) calls |= bit(call) & generic;
    }
    return calls;
  },
};

/** Few different sets are asked for, over and over. */
const callsByEvents = new Map<CodeSet, CodeSet>();

function callsOfEvents(events: CodeSet): CodeSet {
  let calls = callsByEvents.get(events);
  if (calls === undefined) {
    calls = 0n;
    for (let call = 0; call < EVENTS_OF_CALL.length; call++) {
      if (((EVENTS_OF_CALL[call] ?? 0n) & events) !== 0n) calls |= bit(call);
    }
    if (callsByEvents.size < 1000) callsByEvents.set(events, calls);
  }
  return calls;
}

function eventsOfCalls(calls: CodeSet): CodeSet {
  let events = 0n;
  for (const call of codesIn(calls)) events |= EVENTS_OF_CALL[call] ?? 0n;
  return events;
}

function eventNames(events: CodeSet): readonly string[] {
  return codesIn(events & ~GENERIC).map((type) => EVENTS[type]?.name ?? '');
}
