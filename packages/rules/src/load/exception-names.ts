import type { ExceptionEntry, RuleException } from './rule-set.ts';

const isText = (entry: ExceptionEntry): entry is string => typeof entry === 'string';
const textOf = (entry: ExceptionEntry): string => (isText(entry) ? entry : '');

/** Fields that exceptions with values compare, sorted. */
export function exceptionFieldNames(exceptions: readonly RuleException[]): readonly string[] {
  const names = exceptions
    .filter(({ values }) => values.length > 0)
    .flatMap(({ fields }) => (isText(fields) ? [fields] : fields.map(textOf)));
  return [...new Set(names)].sort();
}

/** Comparison operators of exceptions, with or without values. */
export function exceptionOperators(exceptions: readonly RuleException[]): readonly string[] {
  const operators = exceptions.flatMap(({ comps }) =>
    isText(comps) ? [comps] : comps.flatMap((comp) => (isText(comp) ? [comp] : comp.map(textOf))),
  );
  return [...new Set(operators)];
}
