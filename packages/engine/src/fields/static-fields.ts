import type { ByteString } from '@saker/core/byte-string.ts';
import { fixed } from './event/bind.ts';
import type { FieldImpl } from './field.ts';

/** Fields with a value that the configuration gives, by name. One set for the whole program, as there is one configuration. */
let staticFields: ReadonlyMap<string, FieldImpl> = new Map();

/** Defines the fields `static.NAME`. To be called before rules are compiled; replaces earlier ones. */
export function setStaticFields(values: ReadonlyMap<string, ByteString>): void {
  staticFields = new Map([...values].map(([name, value]) => [name, fixed(name, value)]));
}

export function staticField(name: string): FieldImpl | undefined {
  return staticFields.get(name);
}
