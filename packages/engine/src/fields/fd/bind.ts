import { HAS_FD } from '../../state/event-traits.ts';
import type { Bound, Extract, FieldImpl } from '../field.ts';
import { NEVER } from '../field.ts';

/**
 * Binds `extract` for events that can be about a descriptor; no others have a value in any fd field. `extract` has to see
 * to it that there is nothing without a thread (`ctx.fd` is undefined there).
 */
export function bindFd(extract: Extract, eventType: number): Bound {
  if (eventType === -1) {
    return { kind: 'read', of: 'event', extract: (ctx) => (HAS_FD[ctx.evt.type] === 1 ? extract(ctx) : undefined) };
  }
  return HAS_FD[eventType] === 1 ? { kind: 'read', of: 'event', extract } : NEVER;
}

/** Like {@link bindFd}, for conditions that compare each element of an array. */
export function bindFdElements(extract: Extract, eventType: number): Bound {
  const bound = bindFd(extract, eventType);
  return bound.kind === 'read' ? { ...bound, any: true } : bound;
}

/** A field of events about a descriptor. */
export function ofFd(name: string, extract: Extract): FieldImpl {
  return { name, bind: (_arg, eventType) => bindFd(extract, eventType) };
}
