import type { ByteString } from '@saker/core/byte-string.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import type { Context } from './context.ts';
import type { SourceFile, TextPart } from './place.ts';
import type { Priority } from './rule-set.ts';

/*
 * Definitions as they were collected from the files read so far. They change when later items append to them or replace
 * parts of them; all texts are byte strings.
 */

/** A text that may have been put together from several items, with the nodes it was written in. */
export interface WrittenText {
  text: ByteString;
  readonly parts: TextPart[];
}

export function written(node: YamlScalar, file: SourceFile): WrittenText {
  return { text: node.value, parts: [{ at: 0, file, node, from: 0 }] };
}

/** Adds to a text in place, with one blank between. */
export function appendText(text: WrittenText, more: WrittenText): void {
  const at = text.text.length + 1;
  text.text += ` ${more.text}`;
  for (const part of more.parts) text.parts.push({ ...part, at: part.at + at });
}

interface Definition {
  readonly name: ByteString;
  /** Of the item that defined it last. */
  readonly context: Context;
  readonly file: SourceFile;
  readonly node: YamlNode;
  /** Number of the item that defined it first. */
  index: number;
  /** Number of the item that last changed it: what was defined before is visible to it. */
  visibility: number;
}

export interface ListItem {
  readonly text: ByteString;
  readonly node: YamlScalar;
  readonly file: SourceFile;
}

export interface ListDefinition extends Definition {
  readonly items: ListItem[];
}

export interface MacroDefinition extends Definition {
  readonly conditionContext: Context;
  readonly condition: WrittenText;
}

/** A part of an exception: a text, or a list of parts. Anything else in YAML counts as an empty text. */
export interface ExceptionPart {
  readonly isList: boolean;
  readonly text: ByteString;
  readonly items: readonly ExceptionPart[];
  readonly node: YamlNode | undefined;
}

export const NO_PART: ExceptionPart = { isList: false, text: '', items: [], node: undefined };

/** Whether there is something in it. */
export function isPresent(part: ExceptionPart): boolean {
  return part.isList ? part.items.length > 0 : part.text !== '';
}

export interface ExceptionDefinition {
  readonly context: Context;
  readonly file: SourceFile;
  readonly name: ByteString;
  readonly fields: ExceptionPart;
  readonly comps: ExceptionPart;
  readonly values: readonly ExceptionPart[];
}

export interface RuleDefinition extends Definition {
  readonly conditionContext: Context;
  readonly outputContext: Context;
  readonly source: ByteString;
  readonly unknownSource: boolean;
  condition: WrittenText;
  output: WrittenText;
  desc: ByteString;
  tags: Set<ByteString>;
  exceptions: readonly ExceptionDefinition[];
  priority: Priority;
  capture: boolean;
  captureDuration: number;
  enabled: boolean;
  warnEvttypes: boolean;
  skipIfUnknownFilter: boolean;
}

/** What an item appends to a rule or replaces in it; absent parts stay as they are. */
export interface RuleUpdate {
  readonly name: ByteString;
  readonly context: Context;
  source: ByteString;
  condition?: WrittenText;
  output?: WrittenText;
  desc?: ByteString;
  tags?: Set<ByteString>;
  exceptions?: readonly ExceptionDefinition[];
  priority?: Priority;
  capture?: boolean;
  captureDuration?: number;
  enabled?: boolean;
  warnEvttypes?: boolean;
  skipIfUnknownFilter?: boolean;
}
