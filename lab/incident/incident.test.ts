import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incident } from './incident.ts';

test('the committed incident is what its script makes', () => {
  const committed = readFileSync(join(import.meta.dirname, 'incident.scap'));
  expect(Buffer.compare(committed, incident())).toBe(0);
});
