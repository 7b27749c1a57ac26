/** Where alerts go: one call an alert, in order; the text has no line end. */
export interface AlertSink {
  write(alert: string): void;
  /** Everything written so far reaches its destination. */
  flush(): void;
  close(): void;
}
