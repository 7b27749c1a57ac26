import type { LoadedRule, Priority, RuleSet } from './rule-set.ts';

/** One entry of the `rules` key of the configuration, or an option of the command line: switches rules on or off. */
export interface RuleSwitch {
  readonly enable: boolean;
  /** Name of rules; `*` stands for any text. */
  readonly rule?: string;
  /** Rules with this tag. */
  readonly tag?: string;
}

export interface SelectionOptions {
  /** Applied in order; a later one overrules an earlier one. */
  readonly switches?: readonly RuleSwitch[];
  /** Rules that are less severe are left out, whatever switches say. */
  readonly minPriority?: Priority;
}

/**
 * The rules that run, in the order in which they are tried: those that are enabled by themselves in definition order, then
 * those that a switch enabled, as the switches come. A rule that is switched off and on again so ends up last. (Within
 * one switch Falco's order is that of addresses in its memory; here it is that of definition.)
 */
export function selectRules(ruleSet: RuleSet, options: SelectionOptions = {}): readonly LoadedRule[] {
  const { switches = [], minPriority = 7 } = options;
  const rules = ruleSet.rules.filter((rule) => rule.priority <= minPriority);
  const enabled = new Set(rules.filter((rule) => rule.enabled));
  for (const { enable, rule: pattern = '', tag = '' } of switches) {
    const byName = pattern === '' ? [] : rules.filter((rule) => matchesWildcard(pattern, rule.name));
    const byTag = tag === '' ? [] : rules.filter((rule) => rule.tags.includes(tag));
    for (const rule of [...byName, ...byTag]) {
      if (enable) enabled.add(rule);
      else enabled.delete(rule);
    }
  }
  return [...enabled];
}

/**
 * Whether `name` fits `pattern`, in which `*` stands for any text. As in Falco a text between two stars is looked for once,
 * at its first place, and a pattern that ends in text has to end there: `*ab` does not fit `abab`.
 */
export function matchesWildcard(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split(/\*+/);
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return rest[rest.length - 1] === '' || at === name.length;
}
