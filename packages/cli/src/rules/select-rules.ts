import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import type { RuleSelection } from '../config/settings.ts';

/**
 * The rules that run: at least as severe as `minPriority`, and enabled by themselves or by the last selection that is about
 * them. In definition order.
 */
export function selectRules(
  rules: readonly LoadedRule[],
  minPriority: number,
  selections: readonly RuleSelection[],
): LoadedRule[] {
  return rules.filter((rule) => {
    if (rule.priority > minPriority) return false;
    let enabled = rule.enabled;
    for (const { enable, rule: pattern, tag } of selections) {
      if (pattern !== undefined && matchesWildcard(pattern, rule.name)) enabled = enable;
      if (tag !== undefined && rule.tags.includes(tag)) enabled = enable;
    }
    return enabled;
  });
}

/**
 * `*` stands for any text. As in Falco, text between stars is taken where it first occurs and never looked for again:
 * `*ab` does not match `abab`.
 */
export function matchesWildcard(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split(/\*+/);
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [i, text] of rest.entries()) {
    // The star at the end takes everything that is left.
    if (i === rest.length - 1 && text === '') return true;
    const found = name.indexOf(text, at);
    if (found < 0) return false;
    at = found + text.length;
  }
  return at === name.length;
}
