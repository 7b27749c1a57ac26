import type { ByteString } from '@saker/core/byte-string.ts';
import type { TypedOperand } from '@saker/rules/check/typed.ts';
import type { OutputFormat } from '@saker/rules/language/format.ts';
import { extractOf } from '../fields/event/bind.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { FieldValue } from '../fields/field.ts';
import type { BufferFormat } from '../params/buffer-text.ts';
import type { Integer } from '../params/integers.ts';
import { bindPrinted, shapeOf } from './output-fields.ts';
import { DeltaClock, deltaOf, SPECIAL_JSON } from './special-fields.ts';
import { type ValueText, valueJson, valueText } from './value-text.ts';

/** What a value that is missing prints. */
const MISSING = '<NA>';

/** One operand on events of one type. */
interface Slot {
  readonly read: (ctx: EventContext) => FieldValue | undefined;
  readonly text: ValueText;
  readonly json: (ctx: EventContext, value: FieldValue) => string;
  /** Computed from the time since the last event that this template printed. */
  readonly delta: ((ns: Integer) => Integer) | undefined;
}

type Part = { readonly text: ByteString } | { readonly slot: number; readonly width: number };

/** Key of `output_fields` and the operand behind it. */
export interface FormatKey {
  readonly name: string;
  readonly slot: number;
}

/**
 * An output template, ready to be filled in. {@link read} looks at the event; the other methods print what it saw. Each
 * operand is read once per event, in the order of the template, though it may appear in the text and in `output_fields`.
 */
export class CompiledFormat {
  /** What `output_fields` shows, without transformed fields; a name that comes twice is here once. */
  readonly keys: readonly FormatKey[];
  private readonly operands: readonly TypedOperand[];
  private readonly parts: readonly Part[];
  private readonly lenient: boolean;
  private readonly buffers: BufferFormat;
  private readonly byType: (readonly Slot[] | undefined)[] = [];
  private readonly values: (FieldValue | undefined)[];
  /** The values that `output_fields` shows. */
  private jsonValues: readonly (FieldValue | undefined)[];
  private readonly clock: DeltaClock | undefined;
  private slots: readonly Slot[] = [];
  private delta: Integer = 0;

  constructor(format: OutputFormat, buffers: BufferFormat) {
    const operands: TypedOperand[] = [];
    const numbers = new Map<TypedOperand | string, number>();
    const number = (operand: TypedOperand): number => {
      const key = operand.kind === 'field' ? `${operand.info.name} ${operand.arg ?? ''}` : operand;
      let slot = numbers.get(key);
      if (slot === undefined) {
        slot = operands.push(operand) - 1;
        numbers.set(key, slot);
      }
      return slot;
    };
    this.parts = format.segments.map((s) =>
      s.kind === 'text' ? { text: s.text } : { slot: number(s.operand), width: s.width },
    );
    const keys = new Map<string, FormatKey>();
    for (const field of format.fields) {
      if (!field.transformed) keys.set(field.name, { name: field.name, slot: number(field.operand) });
    }
    this.keys = [...keys.values()];
    this.operands = operands;
    this.values = operands.map(() => undefined);
    this.jsonValues = this.values;
    this.clock = operands.some((o) => o.kind === 'field' && deltaOf(o.info.name) !== undefined)
      ? new DeltaClock()
      : undefined;
    this.lenient = format.lenient;
    this.buffers = buffers;
  }

  /** Reads all operands of the current event. */
  read(ctx: EventContext): void {
    const slots = this.slotsFor(ctx.evt.type);
    this.slots = slots;
    if (this.clock !== undefined) this.delta = this.clock.tick(ctx);
    const { fd, fdBorrowed } = ctx;
    for (let i = 0; i < slots.length; i++) this.values[i] = (slots[i] as Slot).read(ctx);
    if (ctx.fd === fd && ctx.fdBorrowed === fdBorrowed) {
      this.jsonValues = this.values;
    } else {
      // A field moved on to another descriptor. Falco prints the whole text before it turns to `output_fields`, so there
      // the fields in front of that one speak of the other descriptor, too.
      this.jsonValues = slots.map((slot) => slot.read(ctx));
    }
  }

  /** The text; undefined where a value is missing and the template insists on it. */
  text(): ByteString | undefined {
    let out = '';
    for (const part of this.parts) {
      if ('text' in part) {
        out += part.text;
        continue;
      }
      const text = this.slotText(part.slot);
      if (text === undefined && !this.lenient) return undefined;
      const shown = text ?? MISSING;
      out += part.width === 0 ? shown : shown.slice(0, part.width).padEnd(part.width);
    }
    return out;
  }

  /** JSON of the value behind a key. */
  json(ctx: EventContext, slot: number): string {
    const value = this.jsonValues[slot];
    return value === undefined ? 'null' : (this.slots[slot] as Slot).json(ctx, value);
  }

  private slotText(slot: number): ByteString | undefined {
    const { delta, text } = this.slots[slot] as Slot;
    if (delta !== undefined) return text(delta(this.delta));
    const value = this.values[slot];
    return value === undefined ? undefined : text(value);
  }

  private slotsFor(type: number): readonly Slot[] {
    let slots = this.byType[type];
    if (slots === undefined) {
      slots = this.operands.map((operand) => bindSlot(operand, type, this.buffers));
      this.byType[type] = slots;
    }
    return slots;
  }
}

function bindSlot(operand: TypedOperand, type: number, buffers: BufferFormat): Slot {
  const shape = shapeOf(operand, type);
  const name = operand.kind === 'field' ? operand.info.name : '';
  const json = valueJson(shape, buffers);
  return {
    read: extractOf(bindPrinted(operand, type, buffers)),
    text: valueText(shape, buffers),
    json: SPECIAL_JSON.get(name) ?? ((_ctx, value) => json(value)),
    delta: deltaOf(name),
  };
}
