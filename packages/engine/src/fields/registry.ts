import { CONTAINER_FIELDS } from './container/fields.ts';
import { EVENT_FIELDS } from './event/fields.ts';
import { FD_FIELDS } from './fd/fields.ts';
import { FDLIST_FIELDS } from './fdlist/fields.ts';
import type { FieldImpl } from './field.ts';
import { GROUP_FIELDS } from './group/fields.ts';
import { K8S_FIELDS } from './k8s/fields.ts';
import { PROCESS_FIELDS } from './process/fields.ts';
import { staticField } from './static-fields.ts';
import { USER_FIELDS } from './user/fields.ts';

const families: readonly (readonly FieldImpl[])[] = [
  EVENT_FIELDS,
  PROCESS_FIELDS,
  FD_FIELDS,
  FDLIST_FIELDS,
  USER_FIELDS,
  GROUP_FIELDS,
  CONTAINER_FIELDS,
  K8S_FIELDS,
];

/** Every implemented field by its catalogue name. */
export const FIELD_IMPLS: ReadonlyMap<string, FieldImpl> = collect();

/** The implementation of a catalogue field, or of one that the configuration adds; undefined for other names. */
export function lookupField(name: string): FieldImpl | undefined {
  return FIELD_IMPLS.get(name) ?? staticField(name);
}

function collect(): ReadonlyMap<string, FieldImpl> {
  const table = new Map<string, FieldImpl>();
  for (const family of families) {
    for (const impl of family) {
      if (table.has(impl.name)) throw new Error(`field ${impl.name} is implemented twice`);
      table.set(impl.name, impl);
    }
  }
  return table;
}
