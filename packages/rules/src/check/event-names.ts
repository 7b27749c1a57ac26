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

/** Event types of each system call, by its code. Calls that x86-64 lacks have the events of their name. */
const EVENTS_OF_CALL: readonly CodeSet[] = SYSCALL_CODES.map((name) => {
  const native = SYSCALLS.find((call) => call.name === name);
  if (native !== undefined) return bit(native.enter) | bit(native.exit);
  return EVENT_TYPE_UNIVERSE.codesOf([name]);
});

/** All system calls but the unknown one, which has code 0. */
const SYSCALL_UNIVERSE: CodeUniverse = {
  all: (1n << BigInt(SYSCALL_CODES.length)) - 2n,
  codesOf(names) {
    const events = EVENT_TYPE_UNIVERSE.codesOf(names);
    let calls = callsOfEvents(events & ~GENERIC);
    if ((events & GENERIC) === 0n) return calls;
    for (const call of codesIn(callsOfEvents(GENERIC))) {
      if (names.includes(SYSCALL_CODES[call] as string)) calls |= bit(call);
    }
    return calls;
  },
};

function callsOfEvents(events: CodeSet): CodeSet {
  let calls = 0n;
  EVENTS_OF_CALL.forEach((own, call) => {
    if ((own & events) !== 0n) calls |= bit(call);
  });
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
