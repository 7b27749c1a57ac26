import type { ByteString } from '@saker/core/byte-string.ts';
import { compileGlob } from './glob.ts';

interface PathNode {
  /** A search path ends here: everything below matches. */
  end: boolean;
  readonly plain: Map<string, PathNode>;
  readonly globs: {
    readonly text: string;
    readonly matches: (component: string) => boolean;
    readonly node: PathNode;
  }[];
}

function node(): PathNode {
  return { end: false, plain: new Map(), globs: [] };
}

function components(path: string): string[] {
  return path.split('/').filter((c) => c !== '');
}

/**
 * `pmatch`: is one of the search paths a prefix of the path, component by component. A component of a search path with
 * any of `?*[` is a glob. A shorter search path makes longer ones below it moot.
 */
export function compilePathPrefixes(paths: readonly ByteString[]): (path: ByteString) => boolean {
  const root = node();
  for (const path of paths) {
    let at = root;
    for (const component of components(path)) {
      if (at.end) break;
      at = child(at, component);
    }
    at.end = true;
    at.plain.clear();
    at.globs.length = 0;
  }
  return (path) => matches(root, path, 0);
}

function child(at: PathNode, component: string): PathNode {
  if (/[?*[]/.test(component)) {
    const known = at.globs.find((g) => g.text === component);
    if (known !== undefined) return known.node;
    const added = { text: component, matches: compileGlob(component, false), node: node() };
    at.globs.push(added);
    return added.node;
  }
  let next = at.plain.get(component);
  if (next === undefined) {
    next = node();
    at.plain.set(component, next);
  }
  return next;
}

/** Follows the path from offset `from`; components are cut out only as far as the tree goes. */
function matches(at: PathNode, path: string, from: number): boolean {
  if (at.end) return true;
  let start = from;
  while (path.charCodeAt(start) === SLASH) start++;
  if (start >= path.length) return false;
  const slash = path.indexOf('/', start);
  const end = slash < 0 ? path.length : slash;
  const component = path.slice(start, end);
  const next = at.plain.get(component);
  if (next !== undefined && matches(next, path, end)) return true;
  return at.globs.length > 0 && at.globs.some((g) => g.matches(component) && matches(g.node, path, end));
}

const SLASH = 47;
