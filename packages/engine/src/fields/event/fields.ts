import type { FieldImpl } from '../field.ts';
import { ABSPATH_FIELD } from './abspath-field.ts';
import { ARG_FIELDS } from './arg-fields.ts';
import { AROUND_FIELD } from './around-field.ts';
import { absent, fixed } from './bind.ts';
import { FS_PATH_FIELDS } from './fs-path-fields.ts';
import { GENERIC_FIELDS } from './generic-fields.ts';
import { INFRASTRUCTURE_FIELDS } from './infrastructure-fields.ts';
import { IO_FIELDS } from './io-fields.ts';
import { OPEN_FIELDS } from './open-fields.ts';
import { RESULT_FIELDS } from './result-fields.ts';
import { TYPE_FIELDS } from './type-fields.ts';

/** Without enter events there are no latencies; Falco keeps the fields, as zeros. */
const LATENCY_FIELDS: readonly FieldImpl[] = [
  ...['evt.latency', 'evt.latency.s', 'evt.latency.ns', 'evt.latency.quantized', 'evt.wait_latency'].map((name) =>
    fixed(name, 0),
  ),
  fixed('evt.latency.human', '0ns'),
];

/** Counts how often it was looked at, separately for each rule and template that names it. */
const COUNTER_FIELD: FieldImpl = {
  name: 'util.cnt',
  bind: () => ({ kind: 'read', of: 'event', extract: counter(), own: counter }),
};

function counter(): () => number {
  let count = 0;
  return () => ++count;
}

/** `evt.*`, `syscall.type`, `fs.path.*`, `util.cnt`. */
export const EVENT_FIELDS: readonly FieldImpl[] = [
  ...GENERIC_FIELDS,
  ...TYPE_FIELDS,
  ...ARG_FIELDS,
  ...RESULT_FIELDS,
  ...IO_FIELDS,
  ...OPEN_FIELDS,
  ...FS_PATH_FIELDS,
  ...LATENCY_FIELDS,
  ...INFRASTRUCTURE_FIELDS,
  ABSPATH_FIELD,
  AROUND_FIELD,
  COUNTER_FIELD,
  // Stands for constants in messages about types.
  absent('NA'),
];
