import { someField } from '../check/some-field.ts';
import type { Typed } from '../check/typed.ts';
import type { FieldBinder } from './field-source.ts';

/**
 * Whether a condition looks at a field whose reading changes what later reads of this or other fields give (`impure` of a
 * bound field). Such conditions, and all others for the same event, have to be evaluated one after the other as written.
 */
export function readsImpure<C>(condition: Typed, source: FieldBinder<C>, eventType: number): boolean {
  return someField(condition, ({ info, arg }) => {
    const bound = source.bind(info, arg, eventType);
    return bound.kind === 'read' && (bound.impure === true || bound.own !== undefined);
  });
}
