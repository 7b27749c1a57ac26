import { type ConfigMap, type ConfigNode, emptyMap, type Place } from './node.ts';

/** One step of a key path: a key of a map, a position in a list, or a new item at the end of a list. */
type Step = { readonly key: string } | { readonly index: number } | { readonly append: true };

/**
 * Sets what a path such as `a.b[0].c`, `list[]` or `a.b\.c` names, making maps and lists on the way. Returns what is wrong
 * with the path, or undefined.
 */
export function setAt(root: ConfigMap, path: string, value: ConfigNode, place: Place): string | undefined {
  const steps = parsePath(path);
  if (typeof steps === 'string') return steps;
  let node: ConfigNode = root;
  for (const [i, step] of steps.entries()) {
    const next = steps[i + 1];
    const fresh = (): ConfigNode => {
      if (next === undefined) return value;
      return 'key' in next ? emptyMap(place) : { kind: 'list', items: [], place };
    };
    // What stands there stays when there is more of the path to go and it fits.
    const keep = (old: ConfigNode | undefined): ConfigNode =>
      old !== undefined && next !== undefined && old.kind === ('key' in next ? 'map' : 'list') ? old : fresh();
    let child: ConfigNode;
    if ('key' in step) {
      if (node.kind !== 'map') return `'${step.key}' is asked for in something that is no map`;
      child = keep(node.entries.get(step.key)?.value);
      node.entries.set(step.key, { place, value: child });
    } else {
      if (node.kind !== 'list')
        return `'[${'index' in step ? step.index : ''}]' is asked for in something that is no list`;
      const at: number = 'index' in step ? step.index : node.items.length;
      if (at > node.items.length) return `the list has ${node.items.length} items, there is no [${at}]`;
      child = keep(node.items[at]);
      node.items[at] = child;
    }
    node = child;
  }
  return undefined;
}

function parsePath(path: string): readonly Step[] | string {
  const steps: Step[] = [];
  let at = 0;
  for (;;) {
    let key = '';
    for (; at < path.length && path[at] !== '.' && path[at] !== '['; at++) {
      if (path[at] === '\\') {
        at++;
        if (at >= path.length) return `'\\' at the end escapes nothing`;
        if (!'.[]\\'.includes(path[at] as string)) return `'\\${path[at]}' is no escape; there are \\. \\[ \\] \\\\`;
      }
      key += path[at];
    }
    if (key === '') return `a key is missing at '${path.slice(at)}'`;
    steps.push({ key });
    while (path[at] === '[') {
      const end = path.indexOf(']', at);
      if (end < 0) return `']' is missing`;
      const index = path.slice(at + 1, end);
      if (index === '') steps.push({ append: true });
      else if (/^[0-9]{1,6}$/.test(index)) steps.push({ index: Number(index) });
      else return `'${index}' is no position in a list`;
      at = end + 1;
    }
    if (at >= path.length) return steps;
    if (path[at] !== '.') return `'.' is missing before '${path.slice(at)}'`;
    at++;
  }
}
