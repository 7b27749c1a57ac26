import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { expect, test } from 'vitest';
import { ACCEPTED_DIFFERENCES } from './accepted-differences.ts';

/** The reference data, or undefined where it is not there: then the suites count as skipped. */
export const REFERENCE: string | undefined = sharedPath();

const at = (...parts: string[]): string => join(REFERENCE ?? '', ...parts);

export const STOCK_RULES: readonly string[] = [
  'falco_rules.yaml',
  'falco-incubating_rules.yaml',
  'falco-sandbox_rules.yaml',
].map((name) => at('rules', 'stock', name));

/** Text of a file, unpacked where its name ends in .gz. */
export function referenceText(...parts: string[]): string {
  const path = at(...parts);
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Names in a folder of the reference data; none where it is not there. */
export function referenceNames(...parts: string[]): string[] {
  return REFERENCE === undefined ? [] : readdirSync(at(...parts)).sort();
}

export function referencePath(...parts: string[]): string {
  return at(...parts);
}

/** Names of the development captures, without ending. */
export const CAPTURES: readonly string[] = referenceNames('captures')
  .filter((name) => name.endsWith('.scap'))
  .map((name) => name.slice(0, -'.scap'.length));

/**
 * One comparison with the reference: `run` yields what differs, [] if nothing does. Accepted differences have to differ;
 * without reference data the case is skipped.
 */
export function conformance(
  suite: string,
  name: string,
  run: () => Promise<readonly string[]> | readonly string[],
): void {
  const reason = ACCEPTED_DIFFERENCES.get(`${suite}/${name}`);
  test.skipIf(REFERENCE === undefined)(
    reason === undefined ? name : `${name} (differs: ${reason})`,
    { timeout: 300_000 },
    async () => {
      const differences = await run();
      if (reason === undefined) expect(differences.slice(0, 3)).toEqual([]);
      else expect(differences, 'no longer differs: take it off the list').not.toEqual([]);
    },
  );
}
