import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import { lookup, type YamlMap, type YamlNode } from '../yaml/node.ts';
import { describeYamlError } from '../yaml/yaml-error.ts';
import type { Schema } from './schema.ts';

/** A violation's text comes with the way to the node; innermost violations come first. */
type Report = (path: string, text: string) => void;

export type SchemaResult =
  | { readonly ok: true; readonly status: readonly string[] }
  /** A key that is not text: Falco's validator gives up with this text, and the file is refused. */
  | { readonly ok: false; readonly message: string };

class OddKey extends Error {}

/** `ok`, or what is wrong, for one document. Remarks stop at a bound: aliases can multiply them. */
export function validateSchema(document: YamlNode, schema: Schema): SchemaResult {
  if (conforms(document, schema)) return { ok: true, status: ['ok'] };
  const status: string[] = [];
  const report: Report = (path, text) => {
    if (status.length < MAX_REMARKS) status.push(`failed for ${path}: ${text}`);
  };
  try {
    return { ok: true, status: check(document, schema, '<root>', report) ? ['ok'] : status };
  } catch (error) {
    if (!(error instanceof OddKey)) throw error;
    return { ok: false, message: error.message };
  }
}

/** Whether there is nothing to remark; may say no where there is nothing. This is all that good files cost. */
function conforms(node: YamlNode, schema: Schema): boolean {
  switch (schema.type) {
    case 'any':
      return true;
    case 'string':
      return node.kind === 'scalar';
    case 'enum':
      return node.kind === 'scalar' && schema.values.has(node.value);
    case 'either':
      return schema.of.some((one) => conforms(node, one));
    case 'array':
      return node.kind === 'sequence' && node.items.every((item) => conforms(item, schema.items));
    case 'object':
      return node.kind === 'map' && schema.required.length + schema.least === 0 && conformsToObject(node, schema);
    default:
      return check(node, schema, '', () => undefined);
  }
}

function conformsToObject({ entries }: YamlMap, { properties }: ObjectSchema): boolean {
  let seen = '';
  for (let i = 0; i < entries.length; i += 2) {
    const key = entries[i] as YamlNode;
    if (key.kind !== 'scalar') return false;
    const property = Object.hasOwn(properties, key.value) ? properties[key.value] : undefined;
    if (property === undefined || !conforms(entries[i + 1] as YamlNode, property)) return false;
    if (seen.includes(`\n${key.value}\n`)) return false;
    seen += `\n${key.value}\n`;
  }
  return true;
}

const MAX_REMARKS = 10_000;
const WRONG_TYPE = "Value type not permitted by 'type' constraint.";

function check(node: YamlNode, schema: Schema, path: string, report: Report): boolean {
  switch (schema.type) {
    case 'any':
      return true;
    case 'string':
      return node.kind === 'scalar' || wrongType(path, report);
    case 'boolean':
      return (node.kind === 'scalar' && (node.value === 'true' || node.value === 'false')) || wrongType(path, report);
    case 'integer':
      return (node.kind === 'scalar' && isInteger(node.value)) || wrongType(path, report);
    case 'enum': {
      const typed = node.kind === 'scalar' || wrongType(path, report);
      if (typed && node.kind === 'scalar' && schema.values.has(node.value)) return true;
      report(path, 'Failed to match against any enum values.');
      return false;
    }
    case 'either':
      return checkEither(node, schema.of, path, report);
    case 'array':
      return checkArray(node, schema.items, path, report);
    case 'object':
      if (node.kind === 'map') return checkObject(node, schema, path, report);
      return (node.kind === 'sequence' && node.items.length === 0) || wrongType(path, report);
  }
}

function wrongType(path: string, report: Report): false {
  report(path, WRONG_TYPE);
  return false;
}

function isInteger(text: string): boolean {
  return /^[ \t\n\v\f\r]*[+-]?\d+$/.test(text);
}

function checkEither(node: YamlNode, of: readonly Schema[], path: string, report: Report): boolean {
  const held: [string, string][] = [];
  for (const [i, schema] of of.entries()) {
    if (check(node, schema, path, (where, text) => held.push([where, text]))) return true;
    held.push([path, `Failed to validate against child schema #${i}.`]);
  }
  for (const [where, text] of held) report(where, text);
  report(path, 'Failed to validate against any schemas allowed by anyOf constraint.');
  return false;
}

function checkArray(node: YamlNode, items: Schema, path: string, report: Report): boolean {
  if (node.kind !== 'sequence') return (node.kind === 'map' && node.entries.length === 0) || wrongType(path, report);
  let valid = true;
  for (const [i, item] of node.items.entries()) {
    if (check(item, items, `${path}[${i}]`, report)) continue;
    report(path, `Failed to validate item #${i} in array.`);
    valid = false;
  }
  return valid;
}

type ObjectSchema = Extract<Schema, { type: 'object' }>;

function checkObject(map: YamlMap, schema: ObjectSchema, path: string, report: Report): boolean {
  const { properties, required, least } = schema;
  const size = map.entries.length / 2;
  let valid = true;
  const complain = (text: string): void => {
    report(path, text);
    valid = false;
  };
  if (size < least) complain(`Object should have no fewer than ${least} properties.`);
  let matched = 0;
  for (const key in properties) {
    const value = lookup(map, key);
    if (value === undefined) continue;
    matched++;
    if (!check(value, properties[key] as Schema, `${path}[${key}]`, report))
      complain(`Failed to validate against schema associated with property name '${key}'.`);
  }
  if (matched !== size) {
    const extra = bytesToUtf8(firstUnknown(map, properties));
    complain(
      `Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: '${extra}'.`,
    );
  }
  for (const key of required) {
    if (lookup(map, key) === undefined) complain(`Missing required property '${key}'.`);
  }
  return valid;
}

/** Empty when the excess is in doubles only. */
function firstUnknown(map: YamlMap, properties: Readonly<Record<string, Schema>>): string {
  for (let i = 0; i < map.entries.length; i += 2) {
    const key = map.entries[i] as YamlNode;
    if (key.kind !== 'scalar' && key.kind !== 'null') throw new OddKey(describeYamlError('bad conversion', key.mark));
    const name = key.kind === 'scalar' ? key.value : 'null';
    if (!Object.hasOwn(properties, name)) return name;
  }
  return '';
}
