import type { Priority } from '@saker/rules/load/rule-set.ts';
import type { RuleSwitch } from '@saker/rules/load/selection.ts';
import { PRIORITIES } from './keys.ts';
import { type ConfigMap, type ConfigNode, nodeAt, placeText } from './node.ts';
import { booleanOf } from './scalar.ts';

/** One entry of append_output. */
export interface AppendOutput {
  /** Only for this source, rule, and only where the rule has all these tags. */
  readonly source?: string;
  readonly rule?: string;
  readonly tags: readonly string[];
  /** Format that is appended to the text after a blank. */
  readonly extraOutput?: string;
  /** Fields that are added to output_fields as they are. */
  readonly rawFields: readonly string[];
  /** Members that are added to output_fields: name and format. */
  readonly formattedFields: readonly (readonly [name: string, format: string])[];
  readonly suggestedOutput: boolean;
}

/** How alerts are written. */
export interface AlertSettings {
  readonly json: boolean;
  readonly includeOutput: boolean;
  readonly includeMessage: boolean;
  readonly includeOutputFields: boolean;
  readonly includeTags: boolean;
  readonly isoTime: boolean;
  readonly base64Buffers: boolean;
}

/** What the configuration comes to, with defaults filled in. */
export interface Settings {
  readonly rulesFiles: readonly string[];
  readonly ruleSwitches: readonly RuleSwitch[];
  readonly ruleMatching: 'first' | 'all';
  /** 0 (emergency) to 7 (debug): less severe rules do not run. */
  readonly minPriority: Priority;
  readonly alerts: AlertSettings;
  readonly appendOutput: readonly AppendOutput[];
  readonly staticFields: ReadonlyMap<string, string>;
  readonly stdout: boolean;
  readonly file: { readonly filename: string; readonly keepOpen: boolean } | undefined;
  readonly buffered: boolean;
  readonly engineKind: string | undefined;
  readonly captureFile: string | undefined;
  readonly threadTableSize: number;
}

/** Levels of the priority names; `info` is another name of one of them. */
export const PRIORITY_LEVELS: ReadonlyMap<string, Priority> = new Map(
  PRIORITIES.filter((name) => name !== 'info')
    .map((name, level) => [name, level as Priority] as const)
    .concat([['info', 6]]),
);

const DEFAULT_THREAD_TABLE_SIZE = 262144;

/** Reads the settings; the error is a sentence. Values of a wrong kind count as not given ({@link checkConfig} told them). */
export function readSettings(root: ConfigMap): { readonly settings: Settings } | { readonly error: string } {
  const text = (path: string): string | undefined => textOf(nodeAt(root, path));
  const flag = (path: string, otherwise: boolean): boolean => booleanOf(text(path) ?? null) ?? otherwise;

  const matching = text('rule_matching')?.toLowerCase() ?? 'first';
  if (matching !== 'first' && matching !== 'all') return { error: `rule_matching is first or all, not '${matching}'` };
  const priority = text('priority')?.toLowerCase() ?? 'debug';
  const minPriority = PRIORITY_LEVELS.get(priority);
  if (minPriority === undefined) return { error: `unknown priority '${priority}'; there are ${PRIORITIES.join(', ')}` };
  if (root.entries.has('rules_files') && root.entries.has('rules_file')) {
    return { error: 'both rules_files and rules_file are set' };
  }

  let file: Settings['file'];
  if (flag('file_output.enabled', false)) {
    const filename = text('file_output.filename') ?? '';
    if (filename === '') return { error: 'file_output is enabled but has no filename' };
    file = { filename, keepOpen: flag('file_output.keep_alive', false) };
  }
  const captureFile = text('engine.replay.capture_file');
  const engineKind = text('engine.kind');
  if (engineKind === 'replay' && (captureFile ?? '') === '') {
    return { error: "engine.kind is 'replay' but engine.replay.capture_file is not set" };
  }
  const switches = ruleSwitches(nodeAt(root, 'rules'));
  if (typeof switches === 'string') return { error: switches };
  const appendOutput = appendOutputs(nodeAt(root, 'append_output'));
  if (typeof appendOutput === 'string') return { error: appendOutput };

  return {
    settings: {
      rulesFiles: [...texts(nodeAt(root, 'rules_files')), ...texts(nodeAt(root, 'rules_file'))],
      ruleSwitches: switches,
      ruleMatching: matching,
      minPriority,
      alerts: {
        json: flag('json_output', false),
        includeOutput: flag('json_include_output_property', true),
        includeMessage: flag('json_include_message_property', false),
        includeOutputFields: flag('json_include_output_fields_property', true),
        includeTags: flag('json_include_tags_property', true),
        isoTime: flag('time_format_iso_8601', false),
        base64Buffers: flag('buffer_format_base64', false),
      },
      appendOutput,
      staticFields: staticFields(nodeAt(root, 'static_fields')),
      // Without any output that works there would be nothing to see: then it is standard output, unless that was refused.
      stdout: flag('stdout_output.enabled', file === undefined),
      file,
      buffered: flag('buffered_outputs', false),
      engineKind,
      captureFile,
      threadTableSize:
        Number(text('falco_libs.thread_table_size') ?? DEFAULT_THREAD_TABLE_SIZE) || DEFAULT_THREAD_TABLE_SIZE,
    },
  };
}

function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? (node.text ?? undefined) : undefined;
}

/** Texts of a list, or one text that stands without its list. */
function texts(node: ConfigNode | undefined): string[] {
  if (node?.kind === 'list') return node.items.map(textOf).filter((item) => item !== undefined);
  const one = textOf(node);
  return one === undefined ? [] : [one];
}

function items(node: ConfigNode | undefined): readonly ConfigNode[] {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items : [node];
}

function ruleSwitches(node: ConfigNode | undefined): RuleSwitch[] | string {
  const switches: RuleSwitch[] = [];
  for (const item of items(node)) {
    if (item.kind !== 'map')
      return `${placeText(item.place)}: an entry of 'rules' is 'enable:' or 'disable:' with a rule or a tag`;
    const enable = item.entries.has('enable');
    const which = item.entries.get(enable ? 'enable' : 'disable')?.value;
    const rule = which?.kind === 'map' ? textOf(which.entries.get('rule')?.value) : undefined;
    const tag = which?.kind === 'map' ? textOf(which.entries.get('tag')?.value) : undefined;
    if (rule === undefined && tag === undefined) {
      return `${placeText(item.place)}: an entry of 'rules' is 'enable:' or 'disable:' with a rule or a tag`;
    }
    switches.push({ enable, ...(rule === undefined ? {} : { rule }), ...(tag === undefined ? {} : { tag }) });
  }
  return switches;
}

function appendOutputs(node: ConfigNode | undefined): AppendOutput[] | string {
  const outputs: AppendOutput[] = [];
  for (const item of items(node)) {
    if (item.kind !== 'map') return `${placeText(item.place)}: an entry of 'append_output' is a map`;
    const source = textOf(nodeAt(item, 'match.source'));
    const rule = textOf(nodeAt(item, 'match.rule'));
    const extraOutput = textOf(nodeAt(item, 'extra_output'));
    const rawFields: string[] = [];
    const formattedFields: (readonly [string, string])[] = [];
    for (const field of items(nodeAt(item, 'extra_fields'))) {
      if (field.kind === 'scalar' && field.text !== null) rawFields.push(field.text);
      else if (field.kind === 'map' && field.entries.size === 1) {
        for (const [name, entry] of field.entries) formattedFields.push([name, textOf(entry.value) ?? '']);
      } else return `${placeText(field.place)}: an entry of 'extra_fields' is a field, or one name with its format`;
    }
    outputs.push({
      ...(source === undefined ? {} : { source }),
      ...(rule === undefined ? {} : { rule }),
      tags: texts(nodeAt(item, 'match.tags')),
      ...(extraOutput === undefined ? {} : { extraOutput }),
      rawFields: rawFields.sort(),
      formattedFields,
      suggestedOutput: booleanOf(textOf(nodeAt(item, 'suggested_output')) ?? null) ?? false,
    });
  }
  return outputs;
}

function staticFields(node: ConfigNode | undefined): Map<string, string> {
  const fields = new Map<string, string>();
  if (node?.kind !== 'map') return fields;
  for (const [name, entry] of node.entries) fields.set(name, textOf(entry.value) ?? '');
  return fields;
}
