import { describe } from 'vitest';
import { CAPTURES, conformance, referencePath, referenceText } from './reference.ts';
import { alertsOf, rulesOf } from './replay.ts';

/** Depend on the machine that replays, not on the capture. */
const LOCAL = new Set(['evt.hostname', 'fd.cip.name', 'fd.sip.name', 'fd.lip.name', 'fd.rip.name']);
/** Marks cells in which the reference did not agree with itself. */
const VOLATILE = '<VOLATILE>';

describe('every field of every event', () => {
  for (const capture of CAPTURES.length > 0 ? CAPTURES : ['all captures']) {
    conformance('fields', capture, () => compareCells(capture));
  }
});

async function compareCells(capture: string): Promise<string[]> {
  const expected = referenceText('captures', `${capture}.fields.jsonl.gz`)
    .split('\n')
    .filter((line) => line !== '');
  const differences: string[] = [];
  let at = 0;
  const rules = rulesOf([referencePath('captures', 'rules', 'all-fields.yaml')]);
  await alertsOf(referencePath('captures', `${capture}.scap`), rules, 'first', (alert) => {
    const fields = cells((JSON.parse(alert, exactNumber) as { output_fields: Record<string, unknown> }).output_fields);
    const line = expected[at++];
    const reference = line === undefined ? {} : cells(JSON.parse(line, exactNumber) as Record<string, unknown>);
    for (const name of new Set([...Object.keys(reference), ...Object.keys(fields)])) {
      if (LOCAL.has(name) || reference[name] === VOLATILE || reference[name] === fields[name]) continue;
      differences.push(`event ${fields['evt.num']}, ${name}: expected ${reference[name]}, got ${fields[name]}`);
    }
  });
  if (at < expected.length) differences.push(`${expected.length - at} events are missing`);
  return differences;
}

/** Values as text; null, absent and <NA> are the same. */
function cells(fields: Record<string, unknown>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== '<NA>') out[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return out;
}

/** Numbers as they are written: times have more digits than a JS number. */
function exactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}
