import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { clockText, localOffset, splitTime, zuluText } from '../params/times.ts';
import type { AlertOptions } from './alert-options.ts';
import { jsonText } from './json-text.ts';

/** An alert about Saker itself (drops, metrics, timeouts). */
export interface InternalAlert {
  /** ns since the epoch. */
  readonly ts: bigint;
  readonly priority: string;
  readonly rule: string;
  readonly message: string;
  /** Plain values; integers beyond 2^53 as bigint. */
  readonly fields: Readonly<Record<string, string | number | bigint | boolean | null>>;
}

/** Prints an internal alert: like others, but without tags, and with its fields behind the text. */
export function internalAlert(alert: InternalAlert, options: AlertOptions): string {
  const time = splitTime(alert.ts);
  const fields = Object.entries(alert.fields)
    .map(([key, value]) => [
      utf8ToBytes(key),
      key,
      typeof value === 'bigint' ? value.toString() : JSON.stringify(value),
    ])
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  if (!options.json) {
    const shown = fields.map(([, key, value]) => `${key}=${value}`).join(' ');
    return `${clockText(time, localOffset(), false, true)}: ${alert.priority} ${alert.message} (${shown})`;
  }
  const members = fields.map(([, key, value]) => `${JSON.stringify(key)}:${value}`).join(',');
  const text = jsonText(utf8ToBytes(alert.message));
  return `{"hostname":${JSON.stringify(options.hostname)},"output":${text},"output_fields":{${members}},"priority":${JSON.stringify(alert.priority)},"rule":${JSON.stringify(alert.rule)},"source":"internal","time":"${zuluText(time)}"}`;
}
