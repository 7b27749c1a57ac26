import { EVENTS } from '@saker/schema/events.ts';

/** Number of rows of the event table; types from here on come from newer writers. */
export const EVENT_TYPES = EVENTS.length;

/** {@link READY_PARAMS}: current with any number of parameters. */
export const READY_ANY = -1;
/** {@link READY_PARAMS}: never current as it stands, or with lengths of 4 bytes; needs a closer look. */
export const READY_NEVER = -2;

/** Bytes per entry of an event's length array, by type. */
export const LENGTH_SIZES = new Uint8Array(EVENT_TYPES);
/** The number of parameters with which an event of this type is current, or one of the READY_ constants. */
export const READY_PARAMS = new Int16Array(EVENT_TYPES);

/** What to do with an event that {@link READY_PARAMS} does not declare current. */
export const KEEP = 0;
export const DROP = 1;
export const CONVERT = 2;
/** It has more parameters than its row of the table, though conversion keeps account of their number. */
export const TOO_MANY = 3;

const RULE_KEEP = 0;
const RULE_DROP = 1;
const RULE_CONVERT = 2;
const RULE_BY_COUNT = 3;
const RULES = new Uint8Array(EVENT_TYPES);

for (const { type, flags, dir, params } of EVENTS) {
  const large = flags.includes('EF_LARGE_PAYLOAD');
  const old = flags.includes('EF_OLD_VERSION');
  let rule = RULE_KEEP;
  if (flags.includes('EF_UNUSED')) rule = RULE_DROP;
  else if (!flags.includes('EF_CONVERTER_MANAGED')) rule = old ? RULE_DROP : RULE_KEEP;
  else if (dir === '>') rule = RULE_CONVERT;
  else rule = old ? RULE_CONVERT : RULE_BY_COUNT;
  RULES[type] = rule;
  LENGTH_SIZES[type] = large ? 4 : 2;
  READY_PARAMS[type] = READY_NEVER;
  if (!large && rule === RULE_KEEP) READY_PARAMS[type] = READY_ANY;
  if (!large && rule === RULE_BY_COUNT) READY_PARAMS[type] = params.length;
}

/**
 * Whether an event is current (KEEP), of no use (DROP), or has to be brought to the current layout (CONVERT).
 * Upstream's rules, `engine/savefile/converter/README.md`. `type` must be in the table.
 */
export function eventVerdict(type: number, nparams: number): number {
  const rule = RULES[type];
  if (rule === RULE_KEEP) return KEEP;
  if (rule === RULE_DROP) return DROP;
  const expected = EVENTS[type]?.params.length ?? 0;
  // An enter event always goes through the table, which also knows how many parameters it may have.
  if ((type & 1) === 1 && nparams > expected) return TOO_MANY;
  return rule === RULE_BY_COUNT && nparams === expected ? KEEP : CONVERT;
}
