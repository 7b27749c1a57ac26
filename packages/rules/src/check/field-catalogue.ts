import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import { FIELD_CLASSES, HIDDEN_FIELDS } from '@saker/schema/fields.ts';
import { readEventField, readFdField, readThreadField } from './field-arguments.ts';
import { type FieldReader, readLongestName } from './field-reader.ts';
import { readPluginField } from './plugin-field.ts';

/** A field reference with its argument: what `proc.aname[2]` means. */
export interface ResolvedField {
  /** For `evt.rawarg.x` the info has the parameter's type. */
  readonly info: FieldInfo;
  readonly arg?: ByteString;
}

export type FieldResult =
  | { readonly ok: true; readonly field: ResolvedField }
  | { readonly ok: false; readonly message: string };

/** Looks up fields of one event source. */
export interface FieldCatalogue {
  /** `text` is the name with its bracket, as in `fd.types[3]`. Messages are Falco's. */
  resolve(text: ByteString): FieldResult;
  /** Names that are valid for `evt.type` beside events and syscalls (asynchronous events of plugins). */
  readonly extraEventNames: ReadonlySet<string>;
}

/**
 * Makes a catalogue of classes of fields, in order. As in Falco the first class that has a field the text begins with
 * decides: it must account for the whole text, otherwise the field does not exist.
 */
export function fieldCatalogue(
  classes: readonly { readonly fields: readonly FieldInfo[]; readonly read: FieldReader }[],
  extraEventNames: readonly string[],
): FieldCatalogue {
  const readers = classes.map(({ fields, read }) => {
    const byName = new Map(fields.map((info) => [info.name, info]));
    return (text: ByteString) => read(text, byName);
  });
  const resolve = (text: ByteString): FieldResult => {
    for (const read of readers) {
      const result = read(text);
      if (result === undefined) continue;
      if ('message' in result) return { ok: false, message: result.message };
      if (result.length !== text.length) break;
      const { info, arg } = result;
      return { ok: true, field: arg === undefined ? { info } : { info, arg } };
    }
    return { ok: false, message: `filter_check called with nonexistent field ${text}` };
  };
  // Rules name the same few hundred fields thousands of times.
  const known = new Map<ByteString, FieldResult>();
  return {
    extraEventNames: new Set(extraEventNames),
    resolve(text) {
      let result = known.get(text);
      if (result === undefined) {
        result = resolve(text);
        if (known.size < MAX_REMEMBERED && text.length <= MAX_REMEMBERED_LENGTH) known.set(text, result);
      }
      return result;
    },
  };
}

const MAX_REMEMBERED = 10_000;
/** Catalogues live as long as the program: what is remembered must not be large. */
const MAX_REMEMBERED_LENGTH = 100;

const READERS: Readonly<Record<string, FieldReader>> = {
  process: readThreadField,
  fd: readFdField,
  'container (plugin)': readPluginField,
};

/** Fields of system call events with the container plugin. */
export const SYSCALL_FIELDS: FieldCatalogue = syscallFields([]);

/** The same with fields that a configuration adds (`static.NAME`). */
export function syscallFields(added: readonly FieldInfo[]): FieldCatalogue {
  const hidden = (...prefixes: string[]) =>
    HIDDEN_FIELDS.filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
  const classes = FIELD_CLASSES.filter(({ sources }) => sources.includes('syscall')).map(({ name, fields }) => {
    // Two classes are called evt: what every event has, and then what system calls have.
    if (name === 'evt' && fields.some((field) => field.name === 'evt.type')) {
      return { fields: [...fields, ...hidden('evt.')], read: readEventField };
    }
    if (name === 'process') return { fields: [...fields, ...hidden('thread.', 'proc.')], read: readThreadField };
    return { fields, read: READERS[name] ?? readLongestName };
  });
  return fieldCatalogue(
    [...classes, { fields: hidden('util.'), read: readLongestName }, { fields: added, read: readLongestName }],
    ['container', 'container_removed'],
  );
}
