import { closeSync, openSync } from 'node:fs';
import { FdWriter } from '../io/fd-writer.ts';
import { OutputFailed } from '../io/io.ts';
import { systemMessage } from '../io/system-message.ts';
import type { AlertSink } from './alert-sink.ts';

/**
 * Alerts appended to a file, one a line. Without `keepOpen` the file is opened for every block of alerts anew, so that it
 * can be rotated by renaming. Throws {@link OutputFailed}, at once where the file cannot be opened.
 */
export function fileSink(path: string, keepOpen: boolean, unbuffered: boolean): AlertSink {
  let open: { readonly fd: number; readonly writer: FdWriter } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { fd, writer } = open;
    open = undefined;
    try {
      writer.flush();
    } finally {
      closeSync(fd);
    }
  };
  const told = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      throw new OutputFailed(`cannot write alerts to ${path}: ${systemMessage(error)}`);
    }
  };
  told(() => closeSync(openSync(path, 'a')));
  return {
    write: (alert) =>
      told(() => {
        if (open === undefined) {
          const fd = openSync(path, 'a');
          open = { fd, writer: new FdWriter(fd, unbuffered) };
        }
        open.writer.write(`${alert}\n`);
        if (unbuffered && !keepOpen) close();
      }),
    flush: () =>
      told(() => {
        if (keepOpen) open?.writer.flush();
        else close();
      }),
    close: () => told(close),
  };
}
