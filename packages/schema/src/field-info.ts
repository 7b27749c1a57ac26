import type { ParamType, PrintFormat } from './event-info.ts';

/**
 * Type of a field's value, spelled as the field catalogue of Falco spells it: a parameter type without `PT_`. The
 * catalogue itself has few of them; `evt.rawarg.x` takes on the type of the parameter `x`.
 */
export type FieldType = Unprefixed<ParamType> | 'DYNAMIC';

type Unprefixed<T extends string> = T extends `PT_${infer Name}` ? Name : never;

/**
 * Flags of a field (upstream: EPF_*). ARG_REQUIRED / ARG_ALLOWED: takes `[...]`; ARG_INDEX / ARG_KEY: of that kind;
 * IS_LIST: has several values; FILTER_ONLY: not in outputs; PRINT_ONLY: not in conditions; NO_RHS: not right of an
 * operator; NO_TRANSFORMER: not inside a transformer; FORMAT_SUGGESTED: part of the suggested output.
 */
export type FieldFlag =
  | 'ARG_REQUIRED'
  | 'ARG_ALLOWED'
  | 'ARG_INDEX'
  | 'ARG_KEY'
  | 'IS_LIST'
  | 'FILTER_ONLY'
  | 'PRINT_ONLY'
  | 'TABLE_ONLY'
  | 'INFO'
  | 'CONVERSATION'
  | 'DEPRECATED'
  | 'NO_TRANSFORMER'
  | 'NO_RHS'
  | 'NO_PTR_STABILITY'
  | 'FORMAT_SUGGESTED';

export interface FieldInfo {
  readonly name: string;
  readonly type: FieldType;
  readonly format: PrintFormat;
  readonly flags: readonly FieldFlag[];
}

export interface FieldClass {
  readonly name: string;
  readonly sources: readonly string[];
  readonly fields: readonly FieldInfo[];
}
