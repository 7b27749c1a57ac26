import type { Io } from '../io/io.ts';

const EVERY_MS = 200;

/** A line on a terminal that tells how far a replay is; silent elsewhere. */
export class Progress {
  private readonly io: Io | undefined;
  private readonly startedAt: number;
  private shownAt: number;
  private shown: boolean;

  constructor(io: Io) {
    this.io = io.errIsTerminal() && !io.outIsTerminal() ? io : undefined;
    this.startedAt = performance.now();
    this.shownAt = this.startedAt;
    this.shown = false;
  }

  update(events: number, alerts: number): void {
    if (this.io === undefined) return;
    const now = performance.now();
    if (now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    this.shown = true;
    const rate = events / (now - this.startedAt) / 1000;
    this.io.err(`\r\x1b[K${events.toLocaleString('en-US')} events, ${rate.toFixed(2)} M/s, ${alerts} alerts`);
  }

  clear(): void {
    if (this.shown) this.io?.err('\r\x1b[K');
    this.shown = false;
  }
}
