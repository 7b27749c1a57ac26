import type { EventContext } from '../fields/event-context.ts';
import type { Bound, FieldArg, FieldValue } from '../fields/field.ts';
import { lookupField } from '../fields/registry.ts';

function valueIn(bound: Bound, ctx: EventContext): FieldValue | undefined {
  if (bound.kind === 'never') return undefined;
  return bound.kind === 'const' ? bound.value : bound.extract(ctx);
}

function argument(text: string | undefined): FieldArg | undefined {
  if (text === undefined) return undefined;
  return /^[0-9]{1,9}$/.test(text) ? { text, index: Number(text) } : { text };
}

function split(field: string): readonly [name: string, arg: FieldArg | undefined] {
  const [, name, arg] = /^([^[]+)(?:\[(.*)\])?$/.exec(field) as unknown as [string, string, string | undefined];
  return [name, argument(arg)];
}

/** What outputs see of a field such as `proc.aname[2]`; bound to the event's type and to any type it has to be the same. */
export function readField(ctx: EventContext, field: string): FieldValue | undefined {
  const [name, arg] = split(field);
  const impl = lookupField(name);
  if (impl === undefined) throw new Error(`${name} is no field`);
  const value = valueIn(impl.bind(arg, ctx.evt.type), ctx);
  const anyType = valueIn(impl.bind(arg, -1), ctx);
  if (JSON.stringify(anyType, big) !== JSON.stringify(value, big)) {
    throw new Error(`${field}: ${String(value)} on this type, ${String(anyType)} on any`);
  }
  return value;
}

/** What conditions see of a field. */
export function readForCondition(ctx: EventContext, field: string): FieldValue | undefined {
  const [name, arg] = split(field);
  const impl = lookupField(name);
  if (impl === undefined) throw new Error(`${name} is no field`);
  return valueIn((impl.bindCondition ?? impl.bind)(arg, ctx.evt.type), ctx);
}

function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
