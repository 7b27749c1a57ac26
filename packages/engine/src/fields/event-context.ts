import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventView } from '@saker/scap/event-view.ts';
import { ParamScratch } from '../params/param-scratch.ts';
import type { ContainerInfo } from '../state/container-info.ts';
import type { FdInfo } from '../state/fd-info.ts';
import type { State } from '../state/state.ts';
import type { ThreadInfo } from '../state/thread-info.ts';
import { isMetaEvent } from './event/event-class.ts';
import type { NameResolver } from './fd/name-resolver.ts';

/**
 * What a field may look at: the event, and what the state engine found for it. One object, reused for every event;
 * {@link State.apply} fills it before any rule looks.
 */
export class EventContext {
  readonly evt: EventView;
  readonly state: State;
  /**
   * The thread that caused the event; undefined for events without one. Where the state engine itself has no use for the
   * thread (`switch`, drops, ...) it is still the one that the table has for the event's tid.
   */
  thread: ThreadInfo | undefined;
  /** The file descriptor that the event uses or created, as the state engine knows it: what `fd.*` speak of. */
  fd: FdInfo | undefined;
  /**
   * {@link fd} is not the event's: where that is not known, `fd.*` speak of the one that the thread used last.
   * {@link eventFd} leaves it out.
   */
  fdBorrowed: boolean;
  /** Number of that descriptor; -1 where there is none. */
  fdNum: number;
  /** The event gave the descriptor another name (`fd.name_changed`). */
  fdNameChanged: boolean;
  /**
   * The container that the event itself announces or removes ("container" and "container_removed" events, and the older
   * kinds): `container.*` of these events speak of it. undefined for all others.
   */
  container: ContainerInfo | undefined;
  /** What `fd.sip.name` and its kin ask; undefined where addresses have no names, as in replays. */
  nameResolver: NameResolver | undefined;
  /** Time of the first event that comes from the kernel (`evt.reltime` counts from it), as {@link EventView.tsHi}; 0 before. */
  firstTsHi: number;
  firstTsLo: number;
  /** Time of the event that rules saw before this one (`evt.deltatime` counts from it), kept by the owner; 0 before the first. */
  lastTsHi: number;
  lastTsLo: number;
  /** Name of the machine the events come from (`evt.hostname`). */
  hostname: ByteString;
  /** What outputs printed of parameters so far. */
  readonly scratch: ParamScratch;

  constructor(evt: EventView, state: State) {
    this.evt = evt;
    this.state = state;
    this.thread = undefined;
    this.fd = undefined;
    this.fdBorrowed = false;
    this.fdNum = -1;
    this.fdNameChanged = false;
    this.container = undefined;
    this.nameResolver = undefined;
    this.firstTsHi = 0;
    this.firstTsLo = 0;
    this.lastTsHi = 0;
    this.lastTsLo = 0;
    this.hostname = '';
    this.scratch = new ParamScratch();
  }

  /** To be called for every event that the source delivers, before {@link State.apply}. */
  begin(): void {
    if (this.firstTsHi === 0 && this.firstTsLo === 0 && !isMetaEvent(this.evt.type)) {
      this.firstTsHi = this.evt.tsHi;
      this.firstTsLo = this.evt.tsLo;
    }
  }
}

/** The descriptor as `evt.*` and `fs.path.*` see it: never a borrowed one. */
export function eventFd(ctx: EventContext): FdInfo | undefined {
  return ctx.fdBorrowed ? undefined : ctx.fd;
}

/** Gives `fd.*` the descriptor that the thread used last, where the event has none. */
export function borrowFd(ctx: EventContext, thread: ThreadInfo): void {
  if (ctx.fd !== undefined || ctx.fdNum < 0) return;
  ctx.fd = thread.fds.get(ctx.fdNum);
  ctx.fdBorrowed = ctx.fd !== undefined;
}
