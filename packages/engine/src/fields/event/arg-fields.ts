import type { ByteString } from '@saker/core/byte-string.ts';
import type { ValueKey } from '@saker/rules/compile/field-source.ts';
import type { EventInfo, ParamType } from '@saker/schema/event-info.ts';
import { PPME_GENERIC_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { type BoundParam, bindParam } from '../../params/bound-param.ts';
import type { BufferFormat } from '../../params/buffer-text.ts';
import { isBufferParam } from '../../params/param-scratch.ts';
import { paramIndex } from '../../params/param-types.ts';
import { rawParam } from '../../params/raw-param.ts';
import type { EventContext } from '../event-context.ts';
import { type Bound, type FieldArg, type FieldImpl, NEVER } from '../field.ts';
import { always, byType, read } from './bind.ts';

/** The parameter that an argument means: `evt.arg.name` and `evt.arg[0]`; -1 where the event type has none. */
export function argIndex(type: number, arg: FieldArg | undefined): number {
  const { params } = EVENTS[type] as EventInfo;
  if (arg === undefined) return -1;
  if (arg.index === undefined) return paramIndex(params, arg.text);
  return arg.index < params.length ? arg.index : -1;
}

/** Text of a parameter in its plain form, recorded as printed. */
function print(ctx: EventContext, param: BoundParam, index: number): ByteString | undefined {
  const text = param.plain(ctx);
  if (text === undefined) return undefined;
  const filled = ctx.evt.paramLength(index) > 0;
  const first = filled ? (ctx.evt.bytes[ctx.evt.paramOffset(index)] as number) : 0;
  ctx.scratch.note(param.info, text, filled && isBufferParam(param.info, first));
  return text;
}

/** `evt.arg` in conditions. */
function argValue(type: number, arg: FieldArg | undefined): Bound {
  const index = argIndex(type, arg);
  if (index < 0) return NEVER;
  const { value, info } = bindParam(type, index);
  const bound = read(value);
  return BY_NUMBER.has(info.type) && bound.kind === 'read' ? { ...bound, key: numberKey(index) } : bound;
}

/** Types of up to 32 bits whose text follows from the number alone. */
const BY_NUMBER: ReadonlySet<ParamType> = new Set<ParamType>([
  'PT_FLAGS8',
  'PT_FLAGS16',
  'PT_FLAGS32',
  'PT_ENUMFLAGS8',
  'PT_ENUMFLAGS16',
  'PT_ENUMFLAGS32',
  'PT_MODE',
  'PT_UINT8',
  'PT_UINT16',
  'PT_UINT32',
]);

/** A parameter's number in place of its text; damaged lengths are told apart. */
function numberKey(index: number): ValueKey<EventContext> {
  return {
    id: `parameter ${index}`,
    value: ({ evt }) => {
      const length = evt.paramLength(index);
      if (length >= 4) return evt.u32(index, 0);
      return length >= 2 ? evt.u16(index, 0) : length === 1 ? evt.u8(index, 0) : 0;
    },
    variant: ({ evt }) => Math.min(evt.paramLength(index) + 1, 63),
  };
}

/** `evt.arg` in outputs. */
export function printedArg(type: number, arg: FieldArg | undefined, buffers: BufferFormat): Bound {
  const index = argIndex(type, arg);
  if (index < 0) return NEVER;
  const param = bindParam(type, index, buffers);
  return read((ctx) => {
    const text = print(ctx, param, index);
    const meaning = param.meaning(ctx);
    return meaning === '' ? text : meaning;
  });
}

/** `evt.args`: all parameters as `name=text(meaning)`. Generic events hide theirs. */
export function printedArgs(type: number, buffers: BufferFormat): Bound {
  if (type === PPME_GENERIC_X) return always('');
  const params = (EVENTS[type] as EventInfo).params.map((_, index) => bindParam(type, index, buffers));
  return read((ctx) => {
    let out = '';
    const count = Math.min(params.length, ctx.evt.nparams);
    for (let i = 0; i < count; i++) {
      const param = params[i] as BoundParam;
      const text = print(ctx, param, i) ?? '';
      const meaning = param.meaning(ctx);
      if (i > 0) out += ' ';
      out += `${param.info.name}=${text}`;
      if (meaning !== '') out += `(${meaning})`;
    }
    return out;
  });
}

/** `evt.rawarg`: the value itself. */
function rawArg(type: number, arg: FieldArg | undefined): Bound {
  const index = argIndex(type, arg);
  return index < 0 ? NEVER : read(rawParam(type, index));
}

/** Parameters of events. */
export const ARG_FIELDS: readonly FieldImpl[] = [
  byType('evt.arg', (type, arg) => printedArg(type, arg, 'dots'), argValue),
  byType('evt.rawarg', rawArg),
  byType('evt.args', (type) => printedArgs(type, 'dots')),
  byType('evt.info', (type) => printedArgs(type, 'dots')),
];
