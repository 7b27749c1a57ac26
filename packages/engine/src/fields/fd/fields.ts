import type { FieldImpl } from '../field.ts';
import { BOTH_ENDS_FIELDS } from './both-ends-fields.ts';
import { FILE_FIELDS } from './file-fields.ts';
import { HOST_NAME_FIELDS } from './host-name-fields.ts';
import { OPEN_TYPES_FIELD } from './open-types-field.ts';
import { SOCKET_FIELDS } from './socket-fields.ts';

/** Implementations of the fields of this family; the registry collects them. */
export const FD_FIELDS: readonly FieldImpl[] = [
  ...FILE_FIELDS,
  OPEN_TYPES_FIELD,
  ...SOCKET_FIELDS,
  ...BOTH_ENDS_FIELDS,
  ...HOST_NAME_FIELDS,
];
