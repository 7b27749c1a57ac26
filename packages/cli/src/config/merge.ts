import type { ConfigMap } from './node.ts';

/** How a file of `config_files` goes into the main file. */
export type MergeStrategy = 'append' | 'override' | 'add-only';

export const MERGE_STRATEGIES: readonly MergeStrategy[] = ['append', 'override', 'add-only'];

/**
 * Merges the top-level keys of `from` into `into`. append: items of lists are added at the end, everything else replaces;
 * override: lists are replaced too; add-only: what is there stays.
 */
export function mergeConfig(into: ConfigMap, from: ConfigMap, strategy: MergeStrategy): void {
  for (const [key, entry] of from.entries) {
    const old = into.entries.get(key);
    if (strategy === 'add-only' && old !== undefined) continue;
    if (strategy === 'append' && entry.value.kind === 'list' && old?.value.kind === 'list') {
      const { items, place } = old.value;
      into.entries.set(key, {
        place: old.place,
        value: { kind: 'list', items: [...items, ...entry.value.items], place },
      });
      continue;
    }
    into.entries.set(key, entry);
  }
}
