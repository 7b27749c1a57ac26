/** Where alerts go: one call an alert, in order; the text has no line end. */
export interface AlertSink {
  write(alert: string): void;
  /** Everything written so far reaches its destination. */
  flush(): void;
  close(): void;
}

/** Every alert to every sink. */
export function teeSink(sinks: readonly AlertSink[]): AlertSink {
  if (sinks.length === 1) return sinks[0] as AlertSink;
  return {
    write: (alert) => {
      for (const sink of sinks) sink.write(alert);
    },
    flush: () => {
      for (const sink of sinks) sink.flush();
    },
    close: () => {
      for (const sink of sinks) sink.close();
    },
  };
}
