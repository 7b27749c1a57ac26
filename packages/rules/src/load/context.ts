import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Position } from '../language/ast.ts';
import type { Mark } from '../yaml/node.ts';

export type ItemType =
  | 'value for'
  | 'exceptions'
  | 'exception'
  | 'exception values'
  | 'exception value'
  | 'rules content'
  | 'rules content item'
  | 'required_engine_version'
  | 'required plugin versions'
  | 'required plugin versions entry'
  | 'required plugin versions alternative'
  | 'list'
  | 'list item'
  | 'macro'
  | 'macro condition'
  | 'rule'
  | 'rule condition'
  | 'condition expression'
  | 'rule output'
  | 'rule output expression'
  | 'rule priority'
  | 'overrides'
  | 'extension item';

/** One step of the way from a file to what a load result is about. All texts are byte strings. */
export interface Context {
  readonly parent: Context | undefined;
  /** A file's name, or the beginning of a condition in quotes. */
  readonly name: ByteString;
  readonly mark: Mark;
  readonly type: ItemType;
  readonly itemName: ByteString;
  /** Condition that the place lies in; without it the place lies in the file `name`. */
  readonly condition?: ByteString;
}

/** A location as Falco's JSON has it. */
export interface JsonLocation {
  readonly item_name: string;
  readonly item_type: ItemType;
  readonly position: { readonly column: number; readonly line: number; readonly name: string; readonly offset: number };
}

const START: Mark = { pos: 0, line: 0, column: 0 };

export function fileContext(name: ByteString): Context {
  return { parent: undefined, name, mark: START, type: 'rules content', itemName: '' };
}

export function itemContext(mark: Mark, type: ItemType, itemName: ByteString, parent: Context): Context {
  return { parent, name: rootOf(parent).name, mark, type, itemName };
}

const NAME_LENGTH = 20;

/**
 * A place in a condition. Falco adds the place in the condition to that of the item around it, and names the condition by
 * its first characters.
 */
export function conditionContext(pos: Position, condition: ByteString, parent: Context): Context {
  const head = condition.length > NAME_LENGTH ? `${condition.slice(0, NAME_LENGTH - 3)}...` : condition;
  const { mark } = parent;
  return {
    parent,
    name: `"${head}"`.replace(/[\n\r]/g, ' '),
    mark: { pos: pos.index + mark.pos, line: pos.line + mark.line, column: pos.column + mark.column },
    type: 'condition expression',
    itemName: '',
    condition,
  };
}

function rootOf(context: Context): Context {
  let at = context;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

/** From the file to the innermost place. */
export function locationsOf(context: Context): JsonLocation[] {
  const out: JsonLocation[] = [];
  for (let at: Context | undefined = context; at !== undefined; at = at.parent) {
    const { pos, line, column } = at.mark;
    out.push({
      item_name: bytesToUtf8(at.itemName),
      item_type: at.type,
      position: { column, line, name: bytesToUtf8(at.name), offset: pos },
    });
  }
  return out.reverse();
}
