import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { systemMessage } from '../io/system-message.ts';
import { checkConfig } from './check-config.ts';
import { setAt } from './key-path.ts';
import { MERGE_STRATEGIES, type MergeStrategy, mergeConfig } from './merge.ts';
import { type ConfigMap, type ConfigNode, emptyMap, nodeAt, placeText } from './node.ts';
import { type Environment, readConfig } from './read-config.ts';
import { readSettings, type Settings } from './settings.ts';

export interface LoadedConfig {
  readonly settings: Settings;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
  /** Files that were read. */
  readonly files: readonly string[];
}

export type LoadResult = LoadedConfig | { readonly error: string; readonly unreadable: boolean };

const COMMAND_LINE = '-o';

/**
 * Reads a configuration: the file (where there is one), then the files it names in `config_files`, then the options
 * `key=value` of the command line, which win.
 */
export function loadConfig(path: string | undefined, options: readonly string[], environment: Environment): LoadResult {
  const files: string[] = [];
  let root: ConfigMap = emptyMap({ file: COMMAND_LINE });
  const read = (file: string): ConfigMap | { error: string; unreadable: boolean } => {
    let content: string;
    try {
      content = readFileSync(file, 'latin1');
    } catch (cause) {
      return { error: `cannot read the configuration ${file}: ${systemMessage(cause)}`, unreadable: true };
    }
    const result = readConfig(content, file, environment);
    if ('error' in result) return { error: result.error, unreadable: false };
    if (result.node.kind !== 'map') return { error: `${file}: a configuration is a map of keys`, unreadable: false };
    files.push(file);
    return result.node;
  };

  if (path !== undefined) {
    const main = read(path);
    if ('error' in main) return main;
    root = main;
  }
  for (const option of options.filter((text) => text.startsWith('config_files'))) {
    const error = setOption(root, option, environment);
    if (error !== undefined) return { error, unreadable: false };
  }
  for (const include of includes(root)) {
    if (include.path === path) return { error: `${path}: config_files names the file itself`, unreadable: false };
    for (const file of filesAt(include.path)) {
      const more = read(file);
      if ('error' in more) return more as { error: string; unreadable: boolean };
      const nested = more.entries.get('config_files');
      if (nested !== undefined) {
        return { error: `${placeText(nested.place)}: config_files belongs in the main file only`, unreadable: false };
      }
      mergeConfig(root, more, include.strategy);
    }
  }
  for (const option of options) {
    const error = setOption(root, option, environment);
    if (error !== undefined) return { error, unreadable: false };
  }

  const warnings = checkConfig(root);
  const result = readSettings(root);
  if ('error' in result)
    return { error: path === undefined ? result.error : `${path}: ${result.error}`, unreadable: false };
  return { settings: result.settings, warnings, files };
}

/** Applies `key=value`; a value in braces is an object. Returns what is wrong, or undefined. */
function setOption(root: ConfigMap, option: string, environment: Environment): string | undefined {
  const equals = option.indexOf('=');
  if (equals < 0) return `-o ${option}: it has to be KEY=VALUE`;
  const text = option.slice(equals + 1);
  const place = { file: `-o ${option}` };
  let value: ConfigNode = { kind: 'scalar', text, place };
  if (text.startsWith('{') && text.endsWith('}')) {
    const read = readConfig(utf8ToBytes(text), place.file, environment);
    if ('error' in read) return read.error;
    value = read.node;
  }
  const error = setAt(root, option.slice(0, equals), value, place);
  return error === undefined ? undefined : `-o ${option}: ${error}`;
}

function includes(root: ConfigMap): { path: string; strategy: MergeStrategy }[] {
  const node = nodeAt(root, 'config_files');
  const found: { path: string; strategy: MergeStrategy }[] = [];
  for (const item of node?.kind === 'list' ? node.items : node === undefined ? [] : [node]) {
    const text = item.kind === 'map' ? nodeAt(item, 'path') : item;
    const strategy = item.kind === 'map' ? nodeAt(item, 'strategy') : undefined;
    if (text?.kind !== 'scalar' || text.text === null) continue;
    const name = strategy?.kind === 'scalar' ? strategy.text : null;
    found.push({ path: text.text, strategy: MERGE_STRATEGIES.find((known) => known === name) ?? 'append' });
  }
  return found;
}

/** The file itself, the files of a folder in order of name, or nothing where there is nothing. */
function filesAt(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .map((name) => join(path, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .sort();
}
