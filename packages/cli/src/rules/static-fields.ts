import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { setStaticFields } from '@saker/engine/fields/static-fields.ts';
import { type FieldCatalogue, SYSCALL_FIELDS, syscallFields } from '@saker/rules/check/field-catalogue.ts';

/** Defines the configured `static.NAME` fields and returns the fields that rules can use with them. */
export function fieldsWith(configured: ReadonlyMap<string, string>): FieldCatalogue {
  const values = new Map([...configured].map(([name, value]) => [`static.${name}`, utf8ToBytes(value)]));
  setStaticFields(values);
  if (values.size === 0) return SYSCALL_FIELDS;
  return syscallFields([...values.keys()].map((name) => ({ name, type: 'CHARBUF', format: 'PF_NA', flags: [] })));
}
