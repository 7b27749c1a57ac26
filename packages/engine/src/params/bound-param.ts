import type { ByteString } from '@saker/core/byte-string.ts';
import { PARAM_SIZES } from '@saker/scap/param-sizes.ts';
import type { ParamInfo } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { BufferFormat } from './buffer-text.ts';
import { paramText } from './param-text.ts';
import { emptyText, isText } from './param-types.ts';

/** One parameter of one event type, ready to be printed. */
export interface BoundParam {
  readonly info: ParamInfo;
  /** The plain form; undefined where the event does not carry the parameter. */
  plain(ctx: EventContext): ByteString | undefined;
  /** What the plain form stands for; '' where there is nothing to say. */
  meaning(ctx: EventContext): ByteString;
  /** The meaning where there is one, else the plain form: what `evt.arg` says. */
  value(ctx: EventContext): ByteString | undefined;
}

const bound = new Map<number, BoundParam>();

/** The parameter `index` (within the table) of an event type; always the same object for the same arguments. */
export function bindParam(eventType: number, index: number, buffers: BufferFormat = 'dots'): BoundParam {
  const key = (eventType * 64 + index) * 2 + (buffers === 'dots' ? 0 : 1);
  let param = bound.get(key);
  if (param === undefined) {
    param = create(eventType, index, buffers);
    bound.set(key, param);
  }
  return param;
}

/** What a parameter with too few bytes for its type prints. Only damaged events have such. */
const DAMAGED = '(n.a.)';

function create(eventType: number, index: number, buffers: BufferFormat): BoundParam {
  const info = EVENTS[eventType]?.params[index] as ParamInfo;
  const { plain, meaning } = paramText(eventType, index, buffers);
  const least = Math.max(1, PARAM_SIZES[info.type]);
  const empty = isText(info.type) ? '<NA>' : emptyText(info.type);
  return {
    info,
    plain(ctx) {
      const length = ctx.evt.paramLength(index);
      if (length < least) return length < 0 ? undefined : length === 0 ? empty : DAMAGED;
      return plain(ctx, ctx.evt.paramOffset(index), length);
    },
    meaning(ctx) {
      const length = ctx.evt.paramLength(index);
      return length < least ? '' : meaning(ctx, ctx.evt.paramOffset(index), length);
    },
    value(ctx) {
      const length = ctx.evt.paramLength(index);
      if (length < least) return length < 0 ? undefined : length === 0 ? empty : DAMAGED;
      const at = ctx.evt.paramOffset(index);
      const known = meaning(ctx, at, length);
      return known === '' ? plain(ctx, at, length) : known;
    },
  };
}
