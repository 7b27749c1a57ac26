import type { ErrorCode } from './codes.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';

/** Ends the reading or compiling of an item. Thrown inside this folder only; the loader turns it into a `LoadError`. */
export class LoadFailure extends Error {
  readonly code: ErrorCode;
  readonly context: Context;
  readonly place: Place | undefined;

  constructor(code: ErrorCode, message: string, context: Context, place?: Place) {
    super(message);
    this.code = code;
    this.context = context;
    this.place = place;
  }
}
