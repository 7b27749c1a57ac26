import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldCatalogue } from '../check/field-catalogue.ts';

/** Event sources that rules can be for, with the fields of their events. Rules for another source are not loaded. */
export type Sources = ReadonlyMap<ByteString, FieldCatalogue>;

export const SYSCALL_SOURCE = 'syscall';
