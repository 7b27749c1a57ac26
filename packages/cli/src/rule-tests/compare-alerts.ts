import type { ExpectedAlert } from './test-file.ts';

/** An alert that came. */
export interface ActualAlert {
  readonly rule: string;
  readonly event: number;
  readonly priority: string;
  readonly message: string;
  /** Text of the values; null: no value. */
  readonly fields: ReadonlyMap<string, string | null>;
}

/** The lines that show what was expected and what came; `same` alerts agree with what was said of them. */
export interface AlertDifference {
  readonly kind: 'same' | 'missing' | 'unexpected';
  readonly text: string;
}

/** Above this many pairs the longest common sequence is not looked for; alerts are compared one by one. */
const MOST_PAIRS = 4_000_000;

/** Lines up expected and actual alerts, both in order, so that as many as possible agree. */
export function compareAlerts(expected: readonly ExpectedAlert[], actual: readonly ActualAlert[]): AlertDifference[] {
  const pairs = expected.length * actual.length > MOST_PAIRS ? oneByOne(expected, actual) : common(expected, actual);
  const out: AlertDifference[] = [];
  let e = 0;
  let a = 0;
  const missing = (to: number): void => {
    for (; e < to; e++) out.push({ kind: 'missing', text: expectedText(expected[e] as ExpectedAlert) });
  };
  const unexpected = (to: number, like: readonly ExpectedAlert[]): void => {
    for (; a < to; a++) out.push({ kind: 'unexpected', text: actualText(actual[a] as ActualAlert, like) });
  };
  for (const [ei, ai] of [...pairs, [expected.length, actual.length] as const]) {
    const like = expected.slice(e, ei);
    missing(ei);
    unexpected(ai, like);
    if (ei === expected.length) break;
    out.push({ kind: 'same', text: expectedText(expected[ei] as ExpectedAlert) });
    e++;
    a++;
  }
  return out;
}

/** Does the alert have everything that was said of it? */
export function agrees(expected: ExpectedAlert, actual: ActualAlert): boolean {
  if (expected.rule !== actual.rule) return false;
  if (expected.event !== undefined && expected.event !== actual.event) return false;
  if (expected.priority !== undefined && expected.priority.toLowerCase() !== actual.priority.toLowerCase())
    return false;
  if (expected.output !== undefined && expected.output !== actual.message) return false;
  for (const [name, value] of expected.fields) {
    if ((actual.fields.get(name) ?? null) !== value) return false;
  }
  return true;
}

type Pair = readonly [expected: number, actual: number];

function oneByOne(expected: readonly ExpectedAlert[], actual: readonly ActualAlert[]): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < Math.min(expected.length, actual.length); i++) {
    if (agrees(expected[i] as ExpectedAlert, actual[i] as ActualAlert)) pairs.push([i, i]);
  }
  return pairs;
}

/** The longest common sequence of both. */
function common(expected: readonly ExpectedAlert[], actual: readonly ActualAlert[]): Pair[] {
  const width = actual.length + 1;
  const lengths = new Uint32Array((expected.length + 1) * width);
  for (let e = expected.length - 1; e >= 0; e--) {
    for (let a = actual.length - 1; a >= 0; a--) {
      lengths[e * width + a] = agrees(expected[e] as ExpectedAlert, actual[a] as ActualAlert)
        ? (lengths[(e + 1) * width + a + 1] as number) + 1
        : Math.max(lengths[(e + 1) * width + a] as number, lengths[e * width + a + 1] as number);
    }
  }
  const pairs: Pair[] = [];
  for (let e = 0, a = 0; e < expected.length && a < actual.length; ) {
    if (agrees(expected[e] as ExpectedAlert, actual[a] as ActualAlert)) pairs.push([e++, a++]);
    else if ((lengths[(e + 1) * width + a] as number) >= (lengths[e * width + a + 1] as number)) e++;
    else a++;
  }
  return pairs;
}

function expectedText(alert: ExpectedAlert): string {
  const parts = [alert.rule];
  if (alert.event !== undefined) parts.push(`event ${alert.event}`);
  if (alert.priority !== undefined) parts.push(alert.priority);
  if (alert.output !== undefined) parts.push(JSON.stringify(alert.output));
  for (const [name, value] of alert.fields) parts.push(`${name}=${valueText(value)}`);
  return parts.join(', ');
}

/** Names what the expected alerts of the same rule name, so that the difference can be seen. */
function actualText(alert: ActualAlert, like: readonly ExpectedAlert[]): string {
  const same = like.filter((expected) => expected.rule === alert.rule);
  const parts = [alert.rule, `event ${alert.event}`];
  if (same.some((expected) => expected.priority !== undefined)) parts.push(alert.priority);
  if (same.length === 0 || same.some((expected) => expected.output !== undefined))
    parts.push(JSON.stringify(alert.message));
  const names = new Set(same.flatMap((expected) => [...expected.fields.keys()]));
  for (const name of names) parts.push(`${name}=${valueText(alert.fields.get(name) ?? null)}`);
  return parts.join(', ');
}

function valueText(value: string | null): string {
  return value === null ? 'no value' : JSON.stringify(value);
}
