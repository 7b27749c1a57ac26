import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the source checkout (the one with `saker`, `rules/` and `packages/`). */
export const PROJECT_ROOT: string = findRoot(import.meta.dirname);

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'packages', 'cli', 'package.json'))) return folder;
    if (folder === dirname(folder)) return from;
  }
}
