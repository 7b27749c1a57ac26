import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { CONFIG_KEYS, type KeySpec } from './keys.ts';
import { type ConfigMap, type ConfigNode, nodeAt, placeText } from './node.ts';
import { booleanOf } from './scalar.ts';

/** Sentences on everything in a configuration that is unknown, of the wrong kind, or not there yet. */
export function checkConfig(root: ConfigMap): string[] {
  const warnings: string[] = [];
  checkMap(root, CONFIG_KEYS, '', warnings);
  for (const [key, spec] of Object.entries(CONFIG_KEYS)) {
    const enabled = nodeAt(root, `${key}.enabled`);
    if (spec.later && enabled?.kind === 'scalar' && booleanOf(enabled.text) === true) {
      warnings.push(`${placeText(enabled.place)}: '${key}' is not there yet; it is ignored`);
    }
  }
  return warnings;
}

function checkMap(node: ConfigMap, keys: Readonly<Record<string, KeySpec>>, path: string, warnings: string[]): void {
  for (const [key, entry] of node.entries) {
    const spec = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (spec === undefined) {
      const where = path === '' ? '' : ` in '${path}'`;
      warnings.push(
        `${placeText(entry.place)}: unknown key '${key}'${where}.${didYouMeanText(key, Object.keys(keys))}`,
      );
      continue;
    }
    checkNode(entry.value, spec, path === '' ? key : `${path}.${key}`, warnings);
  }
}

function checkNode(node: ConfigNode, spec: KeySpec, path: string, warnings: string[]): void {
  if (node.kind === 'scalar' && node.text === null) return;
  const say = (expected: string) => {
    const got = node.kind === 'scalar' ? `'${node.text}'` : `a ${node.kind}`;
    warnings.push(`${placeText(node.place)}: '${path}' has to be ${expected}, not ${got}`);
  };
  switch (spec.kind) {
    case 'any':
      return;
    case 'bool':
      if (node.kind !== 'scalar' || booleanOf(node.text) === undefined) say('true or false');
      return;
    case 'number':
      if (node.kind !== 'scalar' || !/^[-+]?[0-9]*\.?[0-9]+(e[-+]?[0-9]+)?$/i.test(node.text ?? '')) say('a number');
      return;
    case 'text':
      if (node.kind !== 'scalar') say('text');
      return;
    case 'choice':
      if (node.kind !== 'scalar' || !spec.choices.includes((node.text ?? '').toLowerCase())) {
        say(`one of ${spec.choices.join(', ')}`);
      }
      return;
    case 'list':
      // One item may stand without its list.
      if (node.kind === 'list')
        for (const [i, item] of node.items.entries()) checkNode(item, spec.items, `${path}[${i}]`, warnings);
      else if (node.kind === 'map' || spec.items.kind !== 'text') say('a list');
      return;
    case 'map':
      if (node.kind === 'map') checkMap(node, spec.keys, path, warnings);
      else say('a map');
      return;
    case 'either':
      checkNode(node, node.kind === 'map' ? spec.map : spec.scalar, path, warnings);
  }
}
