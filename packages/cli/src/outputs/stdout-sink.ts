import type { Io } from '../io/io.ts';
import type { AlertSink } from './alert-sink.ts';

/** Characters that are gathered before they are written. */
const BLOCK = 48 * 1024;

/** Alerts to standard output, one a line. Throws `OutputClosed` when the reader has gone away. */
export function stdoutSink(io: Io, unbuffered: boolean): AlertSink {
  let pending = '';
  const flush = (): void => {
    if (pending === '') return;
    const text = pending;
    pending = '';
    io.out(text);
  };
  return {
    write: (alert) => {
      pending += `${alert}\n`;
      if (unbuffered || pending.length >= BLOCK) flush();
    },
    flush,
    close: flush,
  };
}
