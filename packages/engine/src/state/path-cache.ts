// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import { type Interner, MAX_INTERNED } from '@saker/core/interner.ts';
import type { EventView } from '@saker/scap/event-view.ts';
import { NA, textAt, textEnd } from './params.ts';
import { joinPath, MAX_PATH } from './path.ts';

const MAX_DIRS = 4096;
const MAX_NAMES = 65_536;
const SLASH = 47;

/** Joined paths remembered: programs open the same files again and again. */
export class PathCache {
  /** The path that {@link read} found, as given. */
  raw: ByteString;
  private readonly interner: Interner;
  private readonly dirs: Map<ByteString, Map<ByteString, ByteString>>;
  private readonly slashed: Map<ByteString, ByteString>;
  private names: number;
  /** What an absolute {@link raw} comes to; '' where it has to be joined. */
  private absolute: ByteString;

  constructor(interner: Interner) {
    this.raw = '';
    this.interner = interner;
    this.dirs = new Map();
    this.slashed = new Map();
    this.names = 0;
    this.absolute = '';
  }

  /** Reads the path in parameter `index` into {@link raw}, '<NA>' where there is none; {@link joinRead} joins it. */
  read(evt: EventView, index: number): void {
    const length = evt.paramLength(index);
    if (length > 0) {
      this.readAt(evt, evt.paramOffset(index), length);
    } else {
      this.raw = NA;
      this.absolute = '';
    }
  }

  /** {@link read} of `length` bytes (at least one) at an offset of the event's memory. */
  readAt(evt: EventView, at: number, length: number): void {
    const end = textEnd(evt, at, length);
    if (end - at > MAX_INTERNED || evt.bytes[at] !== SLASH) {
      this.raw = textAt(evt, at, end, this.interner);
      this.absolute = '';
      return;
    }
    const interner = this.interner;
    const entry = interner.find(evt.bytes, evt.data, at, end);
    this.raw = interner.strings[entry] as ByteString;
    this.absolute = interner.derived[entry] as ByteString;
    if (this.absolute !== '') return;
    this.absolute = joinPath('', this.raw);
    interner.derived[entry] = this.absolute;
  }

  /** {@link joinPath} of `dir` and what was read last. */
  joinRead(dir: ByteString): ByteString {
    if (this.absolute !== '' && dir.length + this.raw.length < MAX_PATH) return this.absolute;
    return this.join(dir, this.raw);
  }

  /** {@link joinPath} as a directory, which ends with '/'. */
  joinDir(dir: ByteString, name: ByteString): ByteString {
    const path = this.join(dir, name);
    if (path.charCodeAt(path.length - 1) === SLASH) return path;
    let slashed = this.slashed.get(path);
    if (slashed === undefined) {
      if (this.slashed.size >= MAX_DIRS) this.slashed.clear();
      slashed = `${path}/`;
      this.slashed.set(path, slashed);
    }
    return slashed;
  }

  /** {@link joinPath}, remembered. */
  join(dir: ByteString, name: ByteString): ByteString {
    let names = this.dirs.get(dir);
    const known = names === undefined ? undefined : names.get(name);
    if (known !== undefined) return known;
    if (this.names >= MAX_NAMES || this.dirs.size >= MAX_DIRS) {
      this.dirs.clear();
      this.names = 0;
      names = undefined;
    }
    if (names === undefined) {
      names = new Map();
      this.dirs.set(dir, names);
    }
    const path = joinPath(dir, name);
    names.set(name, path);
    this.names++;
    return path;
  }
}
