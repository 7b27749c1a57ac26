import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { describe, expect, test } from 'vitest';
import { parseFormat } from '../language/format.ts';
import { parseCondition } from '../language/parse.ts';
import { canonicalCondition } from '../language/print.ts';
import { checkCondition } from './check-condition.ts';
import { conditionDetails } from './details.ts';
import { conditionEventNames } from './event-names.ts';
import { SYSCALL_FIELDS } from './field-catalogue.ts';

interface Described {
  readonly info: { readonly name: string };
  readonly details: {
    readonly condition_compiled: string;
    readonly condition_fields: readonly string[];
    readonly condition_operators: readonly string[];
    readonly events: readonly string[];
    readonly output_compiled?: string;
    readonly output_fields?: readonly string[];
  };
}

/** Stock rules and macros as Falco describes them; none when the reference data is absent. */
function described(): readonly Described[] {
  const path = sharedPath('rules/stock.describe.json.gz');
  if (path === undefined) return [];
  const { rules, macros } = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
  return [...macros, ...rules];
}

/** Falco prints `"(systemd)"` and empty strings without quotes; such a text does not mean the condition any more. */
const items = described();
const faithful = items.filter(({ details }) => parseCondition(details.condition_compiled).ok);
const sorted = (names: readonly string[]) => [...names].sort();

describe.skipIf(items.length === 0)(`${faithful.length} stock conditions as Falco describes them`, () => {
  test('almost all of them parse', () => expect(items.length - faithful.length).toBe(10));

  test.each(faithful.map((item) => [item.info.name, item.details] as const))('%s', (_name, details) => {
    const parsed = parseCondition(details.condition_compiled);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(canonicalCondition(parsed.ast)).toBe(details.condition_compiled);
    const found = conditionDetails(parsed.ast, { macros: new Set(), lists: new Set() });
    expect(sorted(found.fields)).toEqual(sorted(details.condition_fields));
    expect(sorted(found.operators)).toEqual(sorted(details.condition_operators));
    expect(sorted(conditionEventNames(parsed.ast))).toEqual(sorted(details.events));
    expect(checkCondition(parsed.ast, SYSCALL_FIELDS).ok).toBe(true);
    if (details.output_compiled === undefined) return;
    const format = parseFormat(details.output_compiled, SYSCALL_FIELDS);
    expect(format.ok && format.format.fields.map(({ name }) => name)).toEqual(details.output_fields);
  });
});
