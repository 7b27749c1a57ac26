import { EVENTS } from '@saker/schema/events.ts';
import { DROP, eventVerdict, KEEP, LENGTH_SIZES, TOO_MANY } from '../event-shapes.ts';
import { EVENT_HEADER_SIZE, type EventView } from '../event-view.ts';
import { PARAM_SIZES } from '../param-sizes.ts';
import { containerJson } from './container-json.ts';
import {
  FROM_CONTAINER_JSON,
  FROM_DEFAULT,
  FROM_EMPTY,
  FROM_ENTER,
  FROM_ENTER_OR_EMPTY,
  FROM_OLD,
  type Plan,
  type PlannedParam,
  planFor,
} from './plans.ts';
import { MAX_CONVERTED_SIZE, makeScratch, type Scratch } from './scratch.ts';
import { StoredEnters } from './stored-enters.ts';

/** Result of {@link Converter.convert}. */
export const CONVERTED = 0;
export const DROPPED = 1;
export const FAILED = 2;
/** One step is done, and its result has to be looked at again. */
const STEPPED = 3;

/** No event takes more steps than this; more mean that the table goes round in circles. */
const MAX_STEPS = 50;

/**
 * Brings old events to the current layout: enter events are kept until the exit event of their thread, which takes over
 * their parameters; outdated types become the ones that replaced them, version by version.
 *
 * The result is written to one of two scratch buffers in turn, so the view stays valid until the next event.
 */
export class Converter {
  readonly enters: StoredEnters;
  /** Why the last conversion failed. */
  problem: string;
  private scratch: Scratch;
  private spare: Scratch;
  /** Where the next byte of the event under construction goes. */
  private at: number;

  constructor() {
    this.enters = new StoredEnters();
    this.problem = '';
    this.scratch = makeScratch(MAX_CONVERTED_SIZE);
    this.spare = makeScratch(MAX_CONVERTED_SIZE);
    this.at = 0;
  }

  /** Converts the event in the view, which must be valid and of a known type. CONVERTED leaves the view on the result. */
  convert(evt: EventView): number {
    for (let step = 0; step < MAX_STEPS; step++) {
      const verdict = eventVerdict(evt.type, evt.nparams);
      if (verdict === KEEP) return CONVERTED;
      if (verdict === DROP) return DROPPED;
      if (verdict === TOO_MANY) return this.fail(`${label(evt.type)} with ${evt.nparams} parameters`);
      const outcome = this.step(evt);
      if (outcome !== STEPPED) return outcome;
    }
    return this.fail(`no end of conversions, at ${label(evt.type)} with ${evt.nparams} parameters`);
  }

  /** Forgets the enter events of a capture's section. */
  clear(): void {
    this.enters.clear();
  }

  private step(evt: EventView): number {
    const plan = planFor(evt.type, evt.nparams);
    if (plan === undefined) return this.fail(`${label(evt.type)} with ${evt.nparams} parameters`);
    if (evt.length > MAX_CONVERTED_SIZE) return this.fail(`${label(evt.type)} of ${evt.length} bytes`);
    switch (plan.action) {
      case 'store':
        this.enters.store(evt);
        return DROPPED;
      case 'store and pass':
        this.enters.store(evt);
        return CONVERTED;
      case 'pass':
        return CONVERTED;
      default:
        return this.rebuild(evt, plan) ? STEPPED : FAILED;
    }
  }

  private rebuild(evt: EventView, plan: Plan): boolean {
    const kept = plan.action === 'append' ? evt.nparams : 0;
    const nparams = kept + plan.params.length;
    const lengthSize = LENGTH_SIZES[plan.to] as number;
    this.at = EVENT_HEADER_SIZE + nparams * lengthSize;
    if (kept > 0 && !this.keepParams(evt, lengthSize)) return false;
    let usedEnter = false;
    for (let i = 0; i < plan.params.length; i++) {
      const param = plan.params[i] as PlannedParam;
      const enter =
        param.from === FROM_ENTER || param.from === FROM_ENTER_OR_EMPTY ? this.enters.get(evt.tid) : undefined;
      if (enter !== undefined) {
        if (enter.type !== evt.type - 1) {
          this.fail(`${label(evt.type)} follows ${label(enter.type)}`);
          return false;
        }
        usedEnter = true;
      }
      if (!this.makeParam(evt, enter, param, plan.to, kept + i, lengthSize)) return false;
    }
    if (usedEnter) this.enters.forget(evt.tid);
    this.finish(evt, plan.to, nparams, lengthSize);
    return true;
  }

  /** Copies all parameters as they are, with whatever bytes lie behind the last one: appended ones follow those. */
  private keepParams(evt: EventView, lengthSize: number): boolean {
    for (let i = 0; i < evt.nparams; i++) this.setLength(i, evt.paramLength(i), lengthSize);
    const start = evt.offset + EVENT_HEADER_SIZE + evt.nparams * evt.lengthSize;
    return this.copy(evt, start, evt.offset + evt.length - start);
  }

  private makeParam(
    evt: EventView,
    enter: EventView | undefined,
    param: PlannedParam,
    type: number,
    index: number,
    lengthSize: number,
  ): boolean {
    switch (param.from) {
      case FROM_OLD:
        return this.takeParam(evt, param.index, type, index, lengthSize);
      case FROM_ENTER:
        if (enter !== undefined) return this.takeParam(enter, param.index, type, index, lengthSize);
        return this.defaultParam(type, index, lengthSize);
      case FROM_ENTER_OR_EMPTY:
        if (enter !== undefined) return this.takeParam(enter, param.index, type, index, lengthSize);
        this.setLength(index, 0, lengthSize);
        return true;
      case FROM_DEFAULT:
        return this.defaultParam(type, index, lengthSize);
      case FROM_CONTAINER_JSON: {
        const json = containerJson(evt);
        if (json === undefined) this.setLength(index, 0, lengthSize);
        else return this.writeText(json, index, lengthSize);
        return true;
      }
      default:
        this.setLength(index, 0, lengthSize);
        return param.from === FROM_EMPTY;
    }
  }

  private takeParam(from: EventView, source: number, type: number, index: number, lengthSize: number): boolean {
    if (source >= from.nparams) {
      this.fail(`${label(from.type)} with ${from.nparams} parameters`);
      return false;
    }
    const had = from.paramLength(source);
    const fixed = paramSize(type, index);
    const max = fixed !== 0 ? fixed : lengthSize === 2 ? 0xffff : 0xffffffff;
    const length = Math.min(had, max);
    const offset = from.paramOffset(source);
    this.setLength(index, length, lengthSize);
    return this.copy(from, offset, length);
  }

  private defaultParam(type: number, index: number, lengthSize: number): boolean {
    const size = paramSize(type, index);
    const at = this.reserve(size);
    if (at < 0) return false;
    const kind = EVENTS[type]?.params[index]?.type;
    this.scratch.bytes.fill(kind === 'PT_UID' || kind === 'PT_GID' ? 0xff : 0, at, at + size);
    this.setLength(index, size, lengthSize);
    return true;
  }

  private writeText(text: string, index: number, lengthSize: number): boolean {
    const at = this.reserve(text.length);
    if (at < 0) return false;
    for (let i = 0; i < text.length; i++) this.scratch.bytes[at + i] = text.charCodeAt(i);
    this.setLength(index, text.length, lengthSize);
    return true;
  }

  private copy(from: EventView, offset: number, length: number): boolean {
    const at = this.reserve(length);
    if (at < 0) return false;
    this.scratch.bytes.set(from.bytes.subarray(offset, offset + length), at);
    return true;
  }

  private reserve(length: number): number {
    const at = this.at;
    if (length > MAX_CONVERTED_SIZE - at) {
      this.fail(`a converted event of more than ${MAX_CONVERTED_SIZE} bytes`);
      return -1;
    }
    this.at = at + length;
    return at;
  }

  private setLength(index: number, length: number, lengthSize: number): void {
    const at = EVENT_HEADER_SIZE + index * lengthSize;
    if (lengthSize === 2) this.scratch.data.setUint16(at, length, true);
    else this.scratch.data.setUint32(at, length, true);
  }

  /** Writes the header and moves the view over. */
  private finish(evt: EventView, type: number, nparams: number, lengthSize: number): void {
    const made = this.scratch;
    made.bytes.set(evt.bytes.subarray(evt.offset, evt.offset + 16));
    made.data.setUint32(16, this.at, true);
    made.data.setUint16(20, type, true);
    made.data.setUint32(22, nparams, true);
    this.scratch = this.spare;
    this.spare = made;
    evt.bytes = made.bytes;
    evt.data = made.data;
    evt.offset = 0;
    evt.length = this.at;
    evt.type = type;
    evt.nparams = nparams;
    evt.lengthSize = lengthSize;
    evt.located = 0;
  }

  private fail(problem: string): number {
    this.problem = problem;
    return FAILED;
  }
}

function paramSize(type: number, index: number): number {
  const param = EVENTS[type]?.params[index];
  return param === undefined ? 0 : PARAM_SIZES[param.type];
}

function label(type: number): string {
  return EVENTS[type]?.enum ?? `event type ${type}`;
}
