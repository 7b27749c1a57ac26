import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import { type OutputFormat, parseFormat } from '@saker/rules/language/format.ts';
import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FD_DIRECTORY, FD_FILE_V2 } from '../state/fd-info.ts';
import { eventContext } from '../testing/event-fixture.ts';
import { DEFAULT_ALERT_OPTIONS } from './alert-options.ts';
import { AlertWriter } from './alert-writer.ts';

/** Everything that an output can name without an argument, and parameters of all kinds. */
function everything(): OutputFormat {
  const plain = FIELD_CLASSES.flatMap((c) => c.fields)
    .filter((f) => !f.flags.includes('ARG_REQUIRED') && !f.flags.includes('FILTER_ONLY'))
    .map((f) => `%${f.name}`);
  const params = Array.from({ length: 32 }, (_, i) => `%evt.arg[${i}]`);
  const names = [...new Set(EVENTS.flatMap((e) => e.params.map((p) => p.name)))];
  const raw = names.map((name) => `%evt.rawarg.${name}`);
  const result = parseFormat([...plain, ...params, ...raw].join(' '), SYSCALL_FIELDS);
  if (!result.ok) throw new Error(result.message);
  return result.format;
}

const current = EVENTS.filter((e) => !e.flags.includes('EF_OLD_VERSION') && !e.flags.includes('EF_UNUSED'));
const fds = [
  { fd: 3, type: FD_FILE_V2, name: '/etc/passwd' },
  { fd: 4, type: FD_DIRECTORY, name: '/srv' },
];

/** Bytes of a parameter: any, often of a size that some type has, often small numbers. */
const paramBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(1, 2, 4, 8).chain((size) => fc.uint8Array({ minLength: size, maxLength: size })),
  fc.integer({ min: -110, max: 5 }).map((n) => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, BigInt(n), true);
    return bytes;
  }),
);

test('any event of any type prints, whatever its bytes are', { timeout: 60_000 }, () => {
  const rule = { name: 'any', source: 'syscall', priority: 'Debug', tags: [] };
  const writer = new AlertWriter(rule, everything(), { ...DEFAULT_ALERT_OPTIONS, json: true });
  fc.assert(
    fc.property(fc.constantFrom(...current), fc.array(paramBytes, { minLength: 32, maxLength: 32 }), (event, bytes) => {
      const params: Record<string, ParamValue> = {};
      for (const [i, { name }] of event.params.entries())
        params[name] = { raw: String.fromCharCode(...(bytes[i] ?? [])) };
      const ctx = eventContext({ type: event.type, params, fds });
      const alert = JSON.parse(writer.write(ctx)) as Record<string, unknown>;
      expect(alert).toHaveProperty(['output_fields', 'evt.num'], 1);
    }),
    { numRuns: 300 },
  );
});
