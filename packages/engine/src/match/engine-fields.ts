import type { ByteString } from '@saker/core/byte-string.ts';
import type { Bound, FieldSource } from '@saker/rules/compile/field-source.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { FieldArg } from '../fields/field.ts';
import { lookupField } from '../fields/registry.ts';

/** Fields whose values hardly ever come again, or that cost far more to read than to compare. */
const UNIQUE: ReadonlySet<string> = new Set([
  'evt.args',
  'evt.info',
  'evt.buffer',
  'evt.rawarg',
  'evt.reltime',
  'proc.aargs',
  'proc.acmdline',
  'proc.aenv',
  'proc.args',
  'proc.cmdline',
  'proc.duration',
  'proc.exeline',
  'proc.pcmdline',
  'proc.ppid.duration',
]);

/** The engine's fields, as the rule compiler reaches them. */
export const ENGINE_FIELDS: FieldSource<EventContext> = {
  bind(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<EventContext> {
    const impl = lookupField(field.name);
    if (impl === undefined) return { kind: 'never' };
    const argument = arg === undefined ? undefined : fieldArg(arg);
    const bound = impl.bindCondition?.(argument, eventType) ?? impl.bind(argument, eventType);
    return bound.kind === 'read' && UNIQUE.has(field.name) ? { ...bound, unique: true } : bound;
  },
  bindArgument(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<EventContext> {
    const bound = ENGINE_FIELDS.bind(field, arg, eventType);
    if (bound.kind !== 'read' || bound.any !== true) return bound;
    return lookupField(field.name)?.bind(arg === undefined ? undefined : fieldArg(arg), eventType) ?? { kind: 'never' };
  },
  thread(ctx: EventContext): object | undefined {
    return ctx.thread;
  },
  threadId(ctx: EventContext): number {
    return ctx.thread === undefined ? -1 : ctx.thread.tid;
  },
  threadVersion(ctx: EventContext): number {
    return ctx.thread === undefined ? 0 : ctx.thread.version;
  },
};

/** An argument as fields take it: its text and, where it is a plain decimal, its number. */
export function fieldArg(text: ByteString): FieldArg {
  return /^[0-9]{1,9}$/.test(text) ? { text, index: Number(text) } : { text };
}
