import type { FieldImpl } from '../field.ts';
import { EXECUTABLE_FIELDS } from './executable-fields.ts';
import { IDENTITY_FIELDS } from './identity-fields.ts';
import { LINEAGE_FIELDS } from './lineage-fields.ts';
import { RESOURCE_FIELDS } from './resource-fields.ts';

/** Implementations of the fields of this family; the registry collects them. */
export const PROCESS_FIELDS: readonly FieldImpl[] = [
  ...IDENTITY_FIELDS,
  ...EXECUTABLE_FIELDS,
  ...LINEAGE_FIELDS,
  ...RESOURCE_FIELDS,
];
