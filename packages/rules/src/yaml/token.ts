import type { Mark } from './node.ts';
import type { ScalarOrigin } from './scalar-origin.ts';

export type TokenKind =
  | 'directive'
  | 'doc-start'
  | 'doc-end'
  | 'block-seq-start'
  | 'block-map-start'
  | 'block-seq-end'
  | 'block-map-end'
  | 'block-entry'
  | 'flow-seq-start'
  | 'flow-map-start'
  | 'flow-seq-end'
  | 'flow-map-end'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'anchor'
  | 'alias'
  | 'tag'
  | 'plain'
  | 'non-plain';

/**
 * A token can be pending: `a` may turn out to be a key only when its colon comes. Then the tokens that would make it one
 * are in the queue already and become valid or void later.
 */
export type TokenStatus = 'valid' | 'pending' | 'void';

export interface Token {
  readonly kind: TokenKind;
  readonly mark: Mark;
  /** Text of a scalar, an anchor's or directive's name, a tag as {@link TagForm} says. */
  readonly value: string;
  status: TokenStatus;
  readonly origin?: ScalarOrigin;
  /** Parameters of a directive; the suffix of a named tag. */
  readonly params?: readonly string[];
  readonly tagForm?: TagForm;
}

export type TagForm = 'verbatim' | 'primary' | 'secondary' | 'named' | 'non-specific';
