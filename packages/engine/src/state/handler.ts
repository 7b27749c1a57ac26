import type { EventContext } from '../fields/event-context.ts';
import type { StateEngine } from './state-engine.ts';
import type { ThreadInfo } from './thread-info.ts';

/**
 * What an event of one type changes. `ctx.fd` is the descriptor the event uses, where known; the handler sets it to the
 * one the event creates.
 */
export type Handler = (state: StateEngine, ctx: EventContext, thread: ThreadInfo) => void;

/** The same for events whose thread need not be known (`ctx.thread` is, where it is). */
export type LooseHandler = (state: StateEngine, ctx: EventContext) => void;
