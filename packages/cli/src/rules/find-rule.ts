import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import type { LoadedRule, RuleSet } from '@saker/rules/load/rule-set.ts';

/** The rule of that name, or a sentence that there is none. */
export function findRule(ruleSet: RuleSet, name: string): LoadedRule | string {
  const found = ruleSet.rules.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  const names = ruleSet.rules.map((rule) => rule.name);
  return `there is no rule '${name}' among the ${names.length} that are loaded.${didYouMeanText(name, names)}`;
}
