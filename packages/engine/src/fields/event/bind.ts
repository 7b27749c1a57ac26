import { EVENTS } from '@saker/schema/events.ts';
import type { EventContext } from '../event-context.ts';
import { type Bound, type Extract, type FieldArg, type FieldImpl, type FieldValue, NEVER } from '../field.ts';

/** Specialises a field to one type of events. */
export type BindType = (eventType: number, arg: FieldArg | undefined) => Bound;

/** A field that is bound per event type; `condition` where conditions see something else than outputs. */
export function byType(name: string, bind: BindType, condition?: BindType): FieldImpl {
  const impl: FieldImpl = { name, bind: (arg, eventType) => bindOrDispatch(bind, eventType, arg) };
  if (condition === undefined) return impl;
  return { ...impl, bindCondition: (arg, eventType) => bindOrDispatch(condition, eventType, arg) };
}

function bindOrDispatch(bind: BindType, eventType: number, arg: FieldArg | undefined): Bound {
  if (eventType >= 0) return eventType < EVENTS.length ? bind(eventType, arg) : NEVER;
  const extracts: (Extract | undefined)[] = new Array(EVENTS.length).fill(undefined);
  return {
    kind: 'read',
    of: 'event',
    extract(ctx) {
      const type = ctx.evt.type;
      let extract = extracts[type];
      if (extract === undefined) {
        if (type >= EVENTS.length) return undefined;
        extract = extractOf(bind(type, arg));
        extracts[type] = extract;
      }
      return extract(ctx);
    },
  };
}

/** A function that reads what `bound` stands for. */
export function extractOf(bound: Bound): Extract {
  if (bound.kind === 'never') return () => undefined;
  if (bound.kind === 'const') return () => bound.value;
  return bound.extract;
}

export function always(value: FieldValue): Bound {
  return { kind: 'const', value };
}

/** A value that depends on anything of the event. */
export function read(extract: (ctx: EventContext) => FieldValue | undefined): Bound {
  return { kind: 'read', of: 'event', extract };
}

/** A field with the same value for every event. */
export function fixed(name: string, value: FieldValue): FieldImpl {
  const bound = always(value);
  return { name, bind: () => bound };
}

/** A field that never has a value. */
export function absent(name: string): FieldImpl {
  return { name, bind: () => NEVER };
}
