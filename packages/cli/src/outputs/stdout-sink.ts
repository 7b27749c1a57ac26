import { FdWriter } from '../io/fd-writer.ts';
import type { AlertSink } from './alert-sink.ts';

/** Alerts to standard output, one a line. Throws `OutputClosed` when the reader has gone away. */
export function stdoutSink(unbuffered: boolean): AlertSink {
  const writer = new FdWriter(1, unbuffered);
  return {
    write: (alert) => writer.write(`${alert}\n`),
    flush: () => writer.flush(),
    close: () => writer.flush(),
  };
}
