import type { FieldImpl } from '../field.ts';

/** Implementations of the fields of this family; the registry collects them. */
export const GROUP_FIELDS: readonly FieldImpl[] = [];
