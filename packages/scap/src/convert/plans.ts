import { EVENTS } from '@saker/schema/events.ts';
import { MAX_PARAMS } from '../event-view.ts';
import { CONVERSIONS, type Conversion, type ParamSource } from './conversions.ts';

export const FROM_EMPTY = 0;
export const FROM_DEFAULT = 1;
export const FROM_OLD = 2;
export const FROM_ENTER = 3;
export const FROM_ENTER_OR_EMPTY = 4;
export const FROM_CONTAINER_JSON = 5;

/** One parameter to be made: a FROM_ constant and the index in the event it comes from. */
export interface PlannedParam {
  readonly from: number;
  readonly index: number;
}

/** A row of the conversion table, ready to run. */
export interface Plan {
  readonly action: Conversion['action'];
  /** Type of the result. */
  readonly to: number;
  readonly params: readonly PlannedParam[];
}

let plans: ReadonlyMap<number, Plan> | undefined;

/** The conversion of an event of this layout; undefined where there is none. */
export function planFor(type: number, nparams: number): Plan | undefined {
  plans ??= compile();
  return plans.get(key(type, nparams));
}

function key(type: number, nparams: number): number {
  return type * (MAX_PARAMS + 1) + nparams;
}

/** Done at the first old event: captures of today never pay for it. */
function compile(): ReadonlyMap<number, Plan> {
  const types = new Map(EVENTS.map((e) => [e.enum, e.type]));
  const typeOf = (name: string): number => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`conversion of unknown event ${name}`);
    return type;
  };
  return new Map(
    CONVERSIONS.map((row) => {
      const type = typeOf(row.from);
      const to = row.action === 'replace' ? typeOf(row.to) : type;
      const params = 'params' in row ? row.params.map(parseSource) : [];
      return [key(type, row.nparams), { action: row.action, to, params }];
    }),
  );
}

function parseSource(source: ParamSource): PlannedParam {
  if (source === 'empty') return { from: FROM_EMPTY, index: 0 };
  if (source === 'default') return { from: FROM_DEFAULT, index: 0 };
  if (source === 'container json') return { from: FROM_CONTAINER_JSON, index: 0 };
  const [where, index, fallback] = source.split(' ');
  if (where === 'old') return { from: FROM_OLD, index: Number(index) };
  return { from: fallback === undefined ? FROM_ENTER : FROM_ENTER_OR_EMPTY, index: Number(index) };
}
