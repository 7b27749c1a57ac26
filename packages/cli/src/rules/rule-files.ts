import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RulesFile } from '@saker/rules/load/load-rules.ts';
import { systemMessage } from '../io/system-message.ts';
import { PROJECT_ROOT } from '../project.ts';

export type RuleFilesResult = { readonly files: readonly RulesFile[] } | { readonly error: string };

/** The rules that are used when nobody names any. */
export const DEFAULT_RULES: string = join(PROJECT_ROOT, 'rules');

/**
 * Reads rules files and folders in the given order; of a folder its .yaml and .yml files in order of name, without its
 * subfolders. As in Falco, files with another ending are passed over.
 */
export function readRuleFiles(paths: readonly string[]): RuleFilesResult {
  const files: RulesFile[] = [];
  for (const path of paths) {
    try {
      for (const name of rulesAt(path)) files.push({ name, content: readFileSync(name, 'latin1') });
    } catch (cause) {
      return { error: `cannot read rules ${path}: ${systemMessage(cause)}` };
    }
  }
  if (files.length === 0) return { error: `no rules: ${paths.join(', ')} has no .yaml or .yml file` };
  return { files };
}

function rulesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return isRulesName(path) ? [path] : [];
  return readdirSync(path)
    .filter(isRulesName)
    .map((name) => join(path, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .sort();
}

function isRulesName(path: string): boolean {
  return path.endsWith('.yaml') || path.endsWith('.yml');
}
