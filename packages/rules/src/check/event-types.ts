import type { Expr } from '../language/ast.ts';

export type EventTypesResult =
  | {
      readonly ok: true;
      /** Event type numbers (PPME_*) that the condition can be true for. */
      readonly types: ReadonlySet<number>;
    }
  /** Falco ends with this text (a field or transformer compared with evt.type). */
  | { readonly ok: false; readonly message: string };

/**
 * The event types a condition can match, as Falco computes it: this is what rules are indexed by, so it decides what a
 * rule sees. Asynchronous events (PPME_ASYNCEVENT_E) are delivered to every rule beside these.
 * Above 100 types LOAD_NO_EVTTYPE is due.
 */
export function conditionEventTypes(_expr: Expr): EventTypesResult {
  throw new Error('not written yet');
}
