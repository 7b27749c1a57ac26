import type { Typed } from '../check/typed.ts';
import type { Expr } from '../language/ast.ts';

/**
 * What loading rule files yields: rules that are ready to be compiled and matched. Made by `loadRules`; nothing in it
 * changes afterwards. Which rules actually run (`enabled`, minimum priority, selections by name or tag) is decided by
 * `selectRules`.
 */
export interface RuleSet {
  /** Loaded rules in definition order: the order in which rules are tried against an event. */
  readonly rules: readonly LoadedRule[];
  readonly macros: readonly LoadedMacro[];
  readonly lists: readonly LoadedList[];
  /** Largest `required_engine_version` seen; `0.0.0` when there was none. */
  readonly requiredEngineVersion: string;
  readonly requiredPluginVersions: readonly (readonly PluginRequirement[])[];
}

/** 0 is the most severe. */
export type Priority = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Names as alerts print them, indexed by {@link Priority}. */
export const PRIORITY_NAMES: readonly string[] = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
];

export interface LoadedRule {
  /** Position in {@link RuleSet.rules}. */
  readonly index: number;
  readonly name: string;
  readonly source: string;
  readonly priority: Priority;
  readonly desc: string;
  /** Condition as written, after all appends and overrides, before exceptions and list expansion. */
  readonly condition: string;
  /** The text that was parsed: with exceptions, lists expanded. Positions in `ast` are offsets into it. */
  readonly expanded: string;
  /** Output format, after appends and the removal of `%container.info`. Unicode text, not a byte string. */
  readonly output: string;
  /** Output format as written, for `describe`. */
  readonly outputWritten: string;
  /** Sorted by code point, no duplicates. */
  readonly tags: readonly string[];
  readonly enabled: boolean;
  readonly capture: boolean;
  /** Milliseconds; 0 = the configured default. */
  readonly captureDuration: number;
  readonly warnEvttypes: boolean;
  readonly skipIfUnknownFilter: boolean;
  readonly exceptions: readonly RuleException[];
  /** Syntax tree with every macro resolved. */
  readonly ast: Expr;
  readonly typed: Typed;
  /** Event types (PPME_*) for which the condition can hold, ascending. Empty: it never holds. */
  readonly eventTypes: readonly number[];
  /** Where the item that first defined the rule begins. */
  readonly position: FilePosition;
}

export interface RuleException {
  readonly name: string;
  /** One field as a string, or a list of fields. */
  readonly fields: ExceptionEntry;
  readonly comps: ExceptionEntry;
  readonly values: readonly ExceptionEntry[];
}

/** The shapes that an exception's parts take in YAML. */
export type ExceptionEntry = string | readonly ExceptionEntry[];

export interface LoadedMacro {
  readonly name: string;
  readonly condition: string;
  /** As parsed, with lists expanded and macros as names. */
  readonly parsed: Expr;
  /** Resolved: macros in it carry their body. */
  readonly ast: Expr;
  readonly used: boolean;
}

export interface LoadedList {
  readonly name: string;
  /** Items as written, which can be names of other lists. */
  readonly written: readonly string[];
  /** After one level of list references. */
  readonly items: readonly string[];
  readonly used: boolean;
}

export interface PluginRequirement {
  readonly name: string;
  readonly version: string;
}

/** Zero-based line and column, and offset, as Falco reports them. */
export interface FilePosition {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}
