import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';

/** What a class of fields makes of the beginning of a text; undefined when none of its fields begins it. */
export type FieldRead =
  | { readonly info: FieldInfo; readonly arg?: ByteString; readonly length: number }
  | { readonly message: string }
  | undefined;

/** How a class of fields reads a text. `fields` are those of the class by name. */
export type FieldReader = (text: ByteString, fields: ReadonlyMap<string, FieldInfo>) => FieldRead;

/** The field with the longest name that `text` begins with. */
export const readLongestName: FieldReader = (text, fields) => {
  let found: FieldInfo | undefined;
  for (const info of fields.values()) {
    if (text.startsWith(info.name) && info.name.length > (found?.name.length ?? 0)) found = info;
  }
  return found && { info: found, length: found.name.length };
};
