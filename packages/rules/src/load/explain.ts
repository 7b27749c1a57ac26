import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import type { Collector } from './collector.ts';
import type { Problem } from './load-result.ts';
import { ITEM_KEYS } from './read-item.ts';
import { RULE_KEYS } from './read-rule.ts';
import { PRIORITY_NAMES } from './rule-set.ts';

/** A problem said for people: Falco's texts are kept for programs. */
export interface Explanation {
  readonly message: string;
  readonly notes?: readonly string[];
  /** A function where they take a search: it is only asked for what is shown. */
  readonly fixes?: readonly string[] | (() => readonly string[]);
}

type Explain = (match: readonly string[], problem: Problem, collector: Collector) => Explanation | undefined;

const suggest = (word: string, known: Iterable<string>): readonly string[] => {
  const text = didYouMeanText(word, new Set(known)).trim();
  return text === '' ? [] : [text];
};

let fieldNames: readonly string[] | undefined;
const allFields = (): readonly string[] =>
  (fieldNames ??= FIELD_CLASSES.flatMap(({ fields }) => fields.map(({ name }) => name)));

const unknownField: Explain = ([, name = '']) => ({
  message: `There is no field '${name}'.`,
  fixes: () => [...suggest(name.replace(/\[.*/s, ''), allFields()), "'saker fields' lists all fields."],
});

function unknownOutputField(_match: readonly string[], { place }: Problem): Explanation {
  const [spot] = place?.kind === 'text' ? place.locate() : [];
  const name = spot && /^[\w.]+/.exec(spot.node.value.slice(spot.offset))?.[0];
  if (spot === undefined || spot.offset === 0 || name === undefined)
    return { message: 'The output names an unknown field.' };
  return { message: `There is no field '${name}'.`, fixes: () => suggest(name, allFields()) };
}

/** Falco's texts that can be said better, and how. The first that fits is used. */
const EXPLANATIONS: readonly (readonly [RegExp, Explain])[] = [
  [/^filter_check called with nonexistent field (.*)$/s, unknownField],
  [
    /^yaml-cpp: error at line \d+, column \d+: (.*)$/s,
    ([, message = '']) => ({ message: `Not valid YAML: ${message}.` }),
  ],
  [/^unknown filter:/, unknownOutputField],
  [
    /unknown event type (\S+)/,
    ([, name = '']) => ({
      message: `There is no event type '${name}'.`,
      fixes: () =>
        suggest(
          name,
          EVENTS.map((event) => event.name),
        ),
    }),
  ],
  [
    /^Undefined macro '(.*)' used in filter\.$/s,
    ([, name = ''], _problem, { macros, lists }) => ({
      message: `There is no macro '${name}'.`,
      notes: lists.has(name) ? [`'${name}' is a list: lists stand on the right of 'in' and the like.`] : [],
      fixes: ['and', 'or', 'not'].includes(name)
        ? ['A condition is missing here.']
        : () => suggest(name, macros.keys()),
    }),
  ],
  [
    /^reference loop in macro '(.*)'$/s,
    ([, name = '']) => ({ message: `Macro '${name}' uses itself.`, notes: ['Also by way of other macros.'] }),
  ],
  [
    /^Unknown key '(.*)'\. The key will be ignored\.$/s,
    ([, key = ''], { context }) => ({
      message: `Unknown key '${key}': it is ignored.`,
      fixes: context.type === 'rule' ? () => suggest(key, RULE_KEYS) : [],
    }),
  ],
  [
    /^Unknown top level item$/,
    () => ({
      message: 'This item is ignored: it has none of the keys that make it something.',
      notes: [`An item has one of the keys ${ITEM_KEYS.join(', ')}.`],
    }),
  ],
  [
    /^Invalid priority$/,
    () => ({ message: 'There is no such priority.', fixes: [`Priorities are ${PRIORITY_NAMES.join(', ')}.`] }),
  ],
  [
    /^Unknown source (.*), skipping$/s,
    ([, name = '']) => ({
      message: `Events of source '${name}' do not come here, so the rule is left out.`,
    }),
  ],
  [
    /^(Macro|List) not referred to by any other rule\/macro$/,
    ([, kind = ''], { context }) => ({ message: `${kind} '${context.itemName}' is not used.` }),
  ],
  [/^Item has no mapping for key '(.*)'$/, ([, key = '']) => ({ message: `The key '${key}' is missing.` })],
  [/^Mapping for key '(.*)' is empty$/, ([, key = '']) => ({ message: `The key '${key}' has no value.` })],
  [
    /^(.*) but no (macro|list|rule) by that name already exists$/,
    ([message = '', , kind = ''], { context }, { macros, lists, rules }) => ({
      message: `${message}.`,
      notes: ['Items are read in order: what is changed has to come before.'],
      fixes: () => suggest(context.itemName, { macro: macros, list: lists, rule: rules }[kind]?.keys() ?? []),
    }),
  ],
  [
    /^$/,
    ({ length }, { code }) =>
      length > 0 && code === 'LOAD_UNSAFE_NA_CHECK'
        ? { message: "Comparing with '<NA>' does not tell whether there is a value.", fixes: ["Use 'exists'."] }
        : undefined,
  ],
];

export function explain(problem: Problem, collector: Collector): Explanation {
  for (const [pattern, how] of EXPLANATIONS) {
    const match = pattern.exec(problem.message);
    const explanation = match && how(match, problem, collector);
    if (explanation) return explanation;
  }
  const field = problem.severity === 'warning' ? problem.field : undefined;
  if (field !== undefined) return { message: `Field '${field}' is deprecated.`, notes: [problem.message] };
  return { message: problem.message };
}
