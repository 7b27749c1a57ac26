import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldCatalogue } from '../check/field-catalogue.ts';
import type { TypedOperand } from '../check/typed.ts';

/** A parsed output template. */
export interface OutputFormat {
  /** The template began with `*`: fields without a value print `<NA>` instead of suppressing the whole text. */
  readonly lenient: boolean;
  readonly segments: readonly FormatSegment[];
  /** What `output_fields` shows, in the order of the template; the same name may come twice. */
  readonly fields: readonly FormatField[];
}

export type FormatSegment =
  | { readonly kind: 'text'; readonly text: ByteString }
  | {
      readonly kind: 'value';
      readonly operand: TypedOperand;
      /** `%10proc.name`: padded or cut to so many bytes; 0 = as it is. */
      readonly width: number;
    };

export interface FormatField {
  /** Key in `output_fields`, e.g. `proc.aname[2]`, `toupper(proc.name)`. */
  readonly name: string;
  readonly operand: TypedOperand;
  /** Transformed fields are left out of `output_fields` by Falco (they appear in the text only). */
  readonly transformed: boolean;
}

export type FormatResult =
  | { readonly ok: true; readonly format: OutputFormat }
  | { readonly ok: false; readonly message: string };

/** Parses an output template such as `%evt.time %proc.name`. The message of a failure is Falco's. */
export function parseFormat(_template: string, _fields: FieldCatalogue): FormatResult {
  throw new Error('not written yet');
}
