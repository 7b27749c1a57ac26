import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/**
 * Path inside the folder of reference data that lies beside the checkout (`../shared`), or undefined when it is not
 * there: tests that need it skip then. With CI=true its absence is an error, so that skipping never goes unnoticed.
 * For tests only (Node).
 */
export function sharedPath(...parts: string[]): string | undefined {
  const path = join(process.env.SAKER_SHARED ?? join(ROOT, '../shared'), ...parts);
  if (existsSync(path)) return path;
  if (process.env.CI === 'true') throw new Error(`reference data missing: ${path}`);
  return undefined;
}
