import type { ByteString } from '@saker/core/byte-string.ts';
import type { TypedField, TypedOperand } from '@saker/rules/check/typed.ts';
import type { Bound, FieldBinder } from '@saker/rules/compile/field-source.ts';
import { bindOperand } from '@saker/rules/compile/operand.ts';
import type { EventInfo, ParamInfo } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import type { FieldInfo, FieldType } from '@saker/schema/field-info.ts';
import { argIndex, printedArg, printedArgs } from '../fields/event/arg-fields.ts';
import { printedBuffer } from '../fields/event/io-fields.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { FieldArg } from '../fields/field.ts';
import { lookupField } from '../fields/registry.ts';
import { fieldArg } from '../match/engine-fields.ts';
import type { BufferFormat } from '../params/buffer-text.ts';
import type { ValueShape } from './value-text.ts';

type BindPrinted = (type: number, arg: FieldArg | undefined) => Bound<EventContext>;

/** Fields that print byte buffers, and so print them otherwise with `buffer_format_base64`. */
const BASE64_FIELDS: ReadonlyMap<string, BindPrinted> = new Map<string, BindPrinted>([
  ['evt.arg', (type, arg) => printedArg(type, arg, 'base64')],
  ['evt.args', (type) => printedArgs(type, 'base64')],
  ['evt.info', (type) => printedArgs(type, 'base64')],
  ['evt.buffer', (type) => printedBuffer(type, 'base64')],
]);

function source(buffers: BufferFormat): FieldBinder<EventContext> {
  return {
    bind(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<EventContext> {
      const argument = arg === undefined ? undefined : fieldArg(arg);
      const special = buffers === 'base64' && eventType >= 0 ? BASE64_FIELDS.get(field.name) : undefined;
      if (special !== undefined) return special(eventType, argument);
      return lookupField(field.name)?.bind(argument, eventType) ?? { kind: 'never' };
    },
  };
}

const SOURCES: Readonly<Record<BufferFormat, FieldBinder<EventContext>>> = {
  dots: source('dots'),
  base64: source('base64'),
};

/** Specialises what an output template names to an event type. */
export function bindPrinted(operand: TypedOperand, eventType: number, buffers: BufferFormat): Bound<EventContext> {
  return bindOperand(operand, SOURCES[buffers], eventType);
}

/** How the value of an operand prints on events of a type. */
export function shapeOf(operand: TypedOperand, eventType: number): ValueShape {
  if (operand.kind === 'field') return fieldShape(operand, eventType);
  return { type: operand.type, list: operand.list, format: innerFormat(operand, eventType) };
}

function fieldShape(field: TypedField, eventType: number): ValueShape {
  const { info } = field;
  const list = info.flags.includes('IS_LIST');
  if (info.name !== 'evt.rawarg') return { type: info.type, format: info.format, list };
  const index = field.arg === undefined ? -1 : argIndex(eventType, fieldArg(field.arg));
  const param: ParamInfo | undefined = (EVENTS[eventType] as EventInfo).params[index];
  if (param === undefined) return { type: info.type, format: info.format, list };
  return { type: param.type.slice('PT_'.length) as FieldType, format: param.format, list };
}

/** Transformers keep the print format of the field they are around; those of several arguments have none. */
function innerFormat(operand: TypedOperand, eventType: number): ValueShape['format'] {
  if (operand.kind === 'field') return fieldShape(operand, eventType).format;
  const first = operand.args[0];
  if (operand.args.length !== 1 || first === undefined || first.kind === 'value' || first.kind === 'list')
    return 'PF_NA';
  return innerFormat(first, eventType);
}
