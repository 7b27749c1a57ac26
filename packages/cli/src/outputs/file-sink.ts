import { closeSync, openSync } from 'node:fs';
import { FdWriter } from '../io/fd-writer.ts';
import type { AlertSink } from './alert-sink.ts';

/**
 * Alerts appended to a file, one a line. Without `keepOpen` the file is opened for every block of alerts anew, so that it
 * can be rotated by renaming. Throws the system's error where the file cannot be opened or written.
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
  const flush = (): void => {
    if (keepOpen) open?.writer.flush();
    else close();
  };
  // To find out now, and not at the first alert, that the file cannot be written.
  closeSync(openSync(path, 'a'));
  return {
    write: (alert) => {
      if (open === undefined) {
        const fd = openSync(path, 'a');
        open = { fd, writer: new FdWriter(fd, unbuffered) };
      }
      open.writer.write(`${alert}\n`);
      if (unbuffered && !keepOpen) close();
    },
    flush,
    close,
  };
}
