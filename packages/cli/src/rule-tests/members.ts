import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { type ConfigNode, type Place, placeText } from '../config/node.ts';
import { booleanOf } from '../config/scalar.ts';

/** A mistake in a test file: a sentence with its place. Thrown inside this folder only. */
export class TestFileError extends Error {
  constructor(place: Place, message: string) {
    super(`${placeText(place)}: ${message}`);
  }
}

/** Reads the members of a map with their types; {@link end} refuses those that nobody asked for. */
export class Members {
  readonly place: Place;
  private readonly what: string;
  private readonly node: ConfigNode;
  private readonly asked = new Set<string>();

  /** @param what what the map describes, for messages */
  constructor(node: ConfigNode, what: string) {
    if (node.kind !== 'map') throw new TestFileError(node.place, `${what} is a map of members`);
    this.node = node;
    this.what = what;
    this.place = node.place;
  }

  get(name: string): ConfigNode | undefined {
    this.asked.add(name);
    const value = this.node.kind === 'map' ? this.node.entries.get(name)?.value : undefined;
    return value?.kind === 'scalar' && value.text === null ? undefined : value;
  }

  has(name: string): boolean {
    return this.node.kind === 'map' && this.node.entries.has(name);
  }

  need(name: string): ConfigNode {
    const value = this.get(name);
    if (value === undefined) throw new TestFileError(this.place, `${this.what} needs '${name}'`);
    return value;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : textOf(value, name);
  }

  needText(name: string): string {
    return textOf(this.need(name), name);
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : numberOf(value, name);
  }

  needNumber(name: string): number {
    return numberOf(this.need(name), name);
  }

  flag(name: string): boolean {
    const value = this.get(name);
    if (value === undefined) return false;
    const flag = value.kind === 'scalar' ? booleanOf(value.text) : undefined;
    if (flag === undefined) throw new TestFileError(value.place, `'${name}' is true or false`);
    return flag;
  }

  list(name: string): readonly ConfigNode[] | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (value.kind !== 'list') throw new TestFileError(value.place, `'${name}' is a list`);
    return value.items;
  }

  texts(name: string): string[] | undefined {
    return this.list(name)?.map((item) => textOf(item, name));
  }

  /** To be called when everything was asked for. */
  end(): void {
    if (this.node.kind !== 'map') return;
    for (const [name, { place }] of this.node.entries) {
      if (this.asked.has(name)) continue;
      throw new TestFileError(place, `${this.what} has no '${name}'.${didYouMeanText(name, this.asked)}`);
    }
  }
}

export function textOf(node: ConfigNode, name: string): string {
  if (node.kind !== 'scalar') throw new TestFileError(node.place, `'${name}' is text`);
  return node.text ?? '';
}

export function numberOf(node: ConfigNode, name: string): number {
  const text = node.kind === 'scalar' ? (node.text ?? '') : '';
  if (!/^-?(0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+)$/.test(text)) throw new TestFileError(node.place, `'${name}' is a number`);
  return text.startsWith('-') ? -Number(text.slice(1)) : Number(text);
}
