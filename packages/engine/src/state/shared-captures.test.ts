import { readdirSync } from 'node:fs';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { describe, expect, test } from 'vitest';
import { compareState } from '../testing/state-comparison.ts';

const folder = sharedPath('captures');
const names = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.scap'));

describe.skipIf(folder === undefined)('what the state engine knows is what the reference implementation prints', () => {
  test.each(names)('%s', async (name) => {
    const path = `${folder}/${name}`;
    const { cells, differences } = await compareState(path, path.replace('.scap', '.fields.jsonl.gz'));
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(5000);
  });
});
