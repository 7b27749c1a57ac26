/** Where in a configuration something stands; line and column from 0. A command line option has neither. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** A configuration as it was read: YAML without types. Scalars are text; what they mean is decided where they are used. */
export type ConfigNode = ConfigScalar | ConfigList | ConfigMap;

export interface ConfigScalar {
  readonly kind: 'scalar';
  /** Unicode text; null for an empty value. */
  text: string | null;
  readonly place: Place;
}
export interface ConfigList {
  readonly kind: 'list';
  readonly items: ConfigNode[];
  readonly place: Place;
}
export interface ConfigMap {
  readonly kind: 'map';
  readonly entries: Map<string, ConfigEntry>;
  readonly place: Place;
}
export interface ConfigEntry {
  /** Of the key. */
  readonly place: Place;
  readonly value: ConfigNode;
}

export function emptyMap(place: Place): ConfigMap {
  return { kind: 'map', entries: new Map(), place };
}

/** `falco.yaml:12:3`, or the file alone. */
export function placeText(place: Place): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line + 1}:${(place.column ?? 0) + 1}`;
}

/** The node at a dot-separated path of plain keys. */
export function nodeAt(root: ConfigMap, path: string): ConfigNode | undefined {
  let node: ConfigNode | undefined = root;
  for (const key of path.split('.')) {
    if (node?.kind !== 'map') return undefined;
    node = node.entries.get(key)?.value;
  }
  return node;
}
