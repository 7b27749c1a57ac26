import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';

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

/** Fields of system call events with the container plugin. */
export const SYSCALL_FIELDS: FieldCatalogue = {
  resolve: () => ({ ok: false, message: 'not written yet' }),
  extraEventNames: new Set(['container', 'container_removed']),
};
