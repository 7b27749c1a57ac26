import type { EventContext } from '../event-context.ts';
import { type FieldArg, type FieldImpl, NEVER } from '../field.ts';
import { read } from './bind.ts';

/** Whole milliseconds that lie between the event and `ts` (ns since the epoch), rounded up. */
function distance(ctx: EventContext, ts: bigint): number {
  const difference = ctx.evt.ts() - ts;
  return Number(((difference < 0n ? -difference : difference) + 999_999n) / 1_000_000n);
}

function parseTime(arg: FieldArg | undefined): bigint | undefined {
  return arg !== undefined && /^[0-9]+$/.test(arg.text) ? BigInt.asUintN(64, BigInt(arg.text)) : undefined;
}

/**
 * `evt.around[TS] = MS` holds for events at most MS milliseconds before or after TS. The field prints nothing. Conditions
 * see the distance in milliseconds and have to compare it with `<=`, though it is written with `=`.
 */
export const AROUND_FIELD: FieldImpl = {
  name: 'evt.around',
  bind: () => NEVER,
  bindCondition: (arg) => {
    const ts = parseTime(arg);
    return ts === undefined ? NEVER : read((ctx) => distance(ctx, ts));
  },
};
