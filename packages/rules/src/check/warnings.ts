import type { ByteString } from '@saker/core/byte-string.ts';
import type { CheckExpr, Expr, TransformArg } from '../language/ast.ts';

export interface ConditionWarnings {
  /** Deprecated fields that are used, in Falco's order, each once (LOAD_DEPRECATED_ITEM). */
  readonly deprecatedFields: readonly string[];
  /** `ka.x = <NA>` and the like (LOAD_UNSAFE_NA_CHECK). */
  readonly unsafeNaCheck: boolean;
}

/** In the order in which Falco warns about them. */
const DEPRECATED_FIELDS: readonly string[] = [
  'evt.dir',
  'evt.latency',
  'evt.latency.s',
  'evt.latency.ns',
  'evt.latency.human',
  'evt.wait_latency',
];

/** What can be said about a resolved condition without knowing its fields. */
export function conditionWarnings(expr: Expr): ConditionWarnings {
  const used = new Set<string>();
  let unsafeNaCheck = false;
  const seen = new Set<Expr>();
  const visit = (node: Expr): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'and' || node.kind === 'or') node.children.forEach(visit);
    else if (node.kind === 'not') visit(node.child);
    else if (node.kind === 'macro') node.body && visit(node.body);
    else unsafeNaCheck = visitCheck(node, used) || unsafeNaCheck;
  };
  visit(expr);
  return { deprecatedFields: DEPRECATED_FIELDS.filter((name) => used.has(name)), unsafeNaCheck };
}

/** Notes deprecated fields of the left side; true when a field of old plugins is compared with `<NA>`. */
function visitCheck(check: CheckExpr, used: Set<string>): boolean {
  let unsafe = false;
  const visitOperand = (arg: TransformArg): void => {
    if (arg.kind === 'field') {
      used.add(arg.name);
      unsafe = /^(?:ka|jevt)\./.test(arg.name);
    } else if (arg.kind === 'list') {
      // Falco does not look into lists.
    } else if (arg.kind === 'transform') {
      arg.args.forEach(visitOperand);
    }
  };
  visitOperand(check.left);
  const { right } = check;
  const equality = check.modifier === undefined && /^(?:==?|!=|in|intersects|pmatch)$/.test(check.op);
  // Only then does Falco look at the right side at all.
  if (right === undefined || !unsafe || !equality) return false;
  const isMissing = (text: ByteString) => text === '<NA>';
  let found = false;
  const visitRight = (arg: TransformArg): void => {
    if (arg.kind === 'value') found ||= isMissing(arg.text);
    else if (arg.kind === 'transform') arg.args.forEach(visitRight);
    else if (arg.kind === 'field') used.add(arg.name);
  };
  if (right.kind === 'list') return right.items.some(isMissing);
  if (right.kind === 'value') return isMissing(right.text);
  visitRight(right);
  return found;
}

/** Deprecated fields that an output template mentions, in Falco's order. A mere mention in the text counts. */
export function deprecatedFieldsInFormat(template: string): readonly string[] {
  return DEPRECATED_FIELDS.filter((name) => template.includes(name));
}
