import { EVENTS } from '@saker/schema/events.ts';
import type { EventView } from '../event-view.ts';
import { decodeParam } from './param-codec.ts';
import type { ParamValue } from './param-value.ts';

/** An event as a plain object, for tests and for listing events. */
export interface DecodedEvent {
  readonly num: number;
  /** ns since the epoch. */
  readonly ts: bigint;
  readonly cpu: number;
  readonly tid: number;
  readonly type: number;
  /** `evt.type`; the table's name also for generic system calls. */
  readonly name: string;
  readonly dir: '>' | '<';
  /** By the table's parameter names, in its order; without those that the event does not carry. */
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** Copies the event out of the view. Its type must be in the table. */
export function decodeEvent(evt: EventView): DecodedEvent {
  const info = EVENTS[evt.type];
  if (info === undefined) throw new Error(`event type ${evt.type} is not in the table`);
  const params: Record<string, ParamValue> = {};
  for (const [i, param] of info.params.entries()) {
    const length = evt.paramLength(i);
    if (length >= 0) params[param.name] = decodeParam(evt.bytes, evt.data, evt.paramOffset(i), length, param);
  }
  return {
    num: evt.num,
    ts: evt.ts(),
    cpu: evt.cpu,
    tid: evt.tid,
    type: evt.type,
    name: info.name,
    dir: info.dir,
    params,
  };
}
