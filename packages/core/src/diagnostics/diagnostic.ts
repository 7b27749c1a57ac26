/** A stretch of a file, in bytes: [start, end). */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Something else worth seeing, with what it has to do with the matter. */
export interface Label {
  readonly span: Span;
  readonly message: string;
}

export type Severity = 'error' | 'warning';

/** Something wrong in what a user wrote. Always a value: it is collected, shown, counted, never thrown across a package. */
export interface Diagnostic {
  /** Never changes its meaning and is never used for something else. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  readonly span?: Span;
  readonly labels: readonly Label[];
  /** What else helps to understand. */
  readonly notes: readonly string[];
  /** What can be done about it. */
  readonly fixes: readonly string[];
}
