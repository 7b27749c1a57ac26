import { PPME_ASYNCEVENT_E } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { type Integer, unsigned64, unsignedDifference } from '../../params/integers.ts';
import { textParam } from '../../params/raw-param.ts';
import { clockText, eventTime, isoText, localOffset } from '../../params/times.ts';
import type { EventContext } from '../event-context.ts';
import { type FieldImpl, NEVER, reads } from '../field.ts';
import { absent, always, byType, fixed, read } from './bind.ts';
import { isMetaEvent } from './event-class.ts';

const SECOND = 1_000_000_000;

/** Whole seconds of a time in ns. */
function seconds(ns: Integer): Integer {
  return typeof ns === 'number' ? Math.floor(ns / SECOND) : Number(ns / BigInt(SECOND));
}

/** The part of a time in ns below one second. */
function nanoseconds(ns: Integer): Integer {
  return typeof ns === 'number' ? ns % SECOND : Number(ns % BigInt(SECOND));
}

function rawTime(ctx: EventContext): Integer {
  return unsigned64(ctx.evt.tsHi, ctx.evt.tsLo);
}

function sinceStart(ctx: EventContext): Integer {
  return unsignedDifference(ctx.evt.tsHi, ctx.evt.tsLo, ctx.firstTsHi, ctx.firstTsLo);
}

function sinceLast(ctx: EventContext): Integer {
  if (ctx.lastTsHi === 0 && ctx.lastTsLo === 0) return 0;
  return unsignedDifference(ctx.evt.tsHi, ctx.evt.tsLo, ctx.lastTsHi, ctx.lastTsLo);
}

/** Time since the rule's last look; at the first one it is 0. */
function sinceOwnLast(): (ctx: EventContext) => Integer {
  let hi = 0;
  let lo = 0;
  return ({ evt }) => {
    const since = hi === 0 && lo === 0 ? 0 : unsignedDifference(evt.tsHi, evt.tsLo, hi, lo);
    hi = evt.tsHi;
    lo = evt.tsLo;
    return since;
  };
}

/** To a rule the event before is the one at which the rule last looked: `evt.type=open and evt.deltatime>0`. */
function deltatime(name: string, part: (ns: Integer) => Integer): FieldImpl {
  const own = () => {
    const since = sinceOwnLast();
    return (ctx: EventContext) => part(since(ctx));
  };
  return { name, bind: () => ({ kind: 'read', of: 'event', extract: (ctx) => part(sinceLast(ctx)), own }) };
}

function clock(name: string, date: boolean, fraction: boolean): FieldImpl {
  return reads(name, 'event', (ctx) => clockText(eventTime(ctx.evt), localOffset(), date, fraction));
}

/** Fields that events of every source have: number, times, source. */
export const GENERIC_FIELDS: readonly FieldImpl[] = [
  reads('evt.num', 'event', (ctx) => ctx.evt.num),
  clock('evt.time', false, true),
  clock('evt.time.s', false, false),
  clock('evt.datetime', true, true),
  clock('evt.datetime.s', true, false),
  clock('evt.outputtime', false, true),
  reads('evt.time.iso8601', 'event', (ctx) => isoText(eventTime(ctx.evt))),
  reads('evt.rawtime', 'event', rawTime),
  reads('evt.rawtime.s', 'event', (ctx) => seconds(rawTime(ctx))),
  reads('evt.rawtime.ns', 'event', (ctx) => nanoseconds(rawTime(ctx))),
  reads('evt.reltime', 'event', sinceStart),
  reads('evt.reltime.s', 'event', (ctx) => seconds(sinceStart(ctx))),
  reads('evt.reltime.ns', 'event', (ctx) => nanoseconds(sinceStart(ctx))),
  deltatime('evt.deltatime', (ns) => ns),
  deltatime('evt.deltatime.s', seconds),
  deltatime('evt.deltatime.ns', nanoseconds),
  // Source plugins are not supported, so no event comes from one.
  absent('evt.pluginname'),
  absent('evt.plugininfo'),
  fixed('evt.source', 'syscall'),
  byType('evt.is_async', (type) => always(isMetaEvent(type))),
  byType('evt.asynctype', (type) => {
    if (!isMetaEvent(type)) return NEVER;
    if (type === PPME_ASYNCEVENT_E) return read((ctx) => textParam(ctx, 1));
    return always(EVENTS[type]?.name ?? '');
  }),
  reads('evt.hostname', 'event', (ctx) => ctx.hostname),
];
