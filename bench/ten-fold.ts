import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Expr, Right } from '@saker/rules/language/ast.ts';
import { quoteText } from '@saker/rules/language/escapes.ts';
import { printCondition } from '@saker/rules/language/print.ts';
import { PRIORITY_NAMES, type RuleSet } from '@saker/rules/load/rule-set.ts';

/** Operators whose text constants are varied; event names and the like must stay what they are. */
const VARIED: ReadonlySet<string> = new Set([
  'contains',
  'icontains',
  'startswith',
  'endswith',
  'in',
  'intersects',
  'pmatch',
  'glob',
]);
const TEXT_FIELD =
  /^(?:fd\.(?:name|nameraw|directory|filename)|proc\.(?!tty|pid|is_|vpid|duration)|fs\.path|container\.image)/;

/** Items that need no quotes in a condition. */
const BARE = /^[^()"'\s=,]+$/;

/**
 * A rule set as another team would have written it: every rule, macro and list has another name, and the text constants
 * are others (one more item in lists, a suffix elsewhere), so that no copy can be recognised as a copy. YAML text.
 */
export function varyRules(rules: RuleSet, copy: number): string {
  const lists = new Map<string, string>();
  const out: string[] = [];
  const condition = (expr: Expr): string => quote(printCondition(vary(expr, copy, lists)));
  for (const macro of rules.macros) {
    out.push(`- macro: ${macro.name}_${copy}\n  condition: ${condition(macro.ast)}\n`);
  }
  for (const rule of rules.rules) {
    out.push(
      `- rule: ${quote(`${rule.name} copy ${copy}`)}\n  desc: ${quote(rule.desc)}\n  condition: ${condition(rule.ast)}\n` +
        `  output: ${quote(rule.output)}\n  priority: ${PRIORITY_NAMES[rule.priority]}\n  enabled: ${rule.enabled}\n  tags: ${JSON.stringify(rule.tags)}\n`,
    );
  }
  return [...lists.values(), ...out].join('\n');
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function vary(expr: Expr, copy: number, lists: Map<string, string>): Expr {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return { ...expr, children: expr.children.map((child) => vary(child, copy, lists)) };
    case 'not':
      return { ...expr, child: vary(expr.child, copy, lists) };
    case 'macro':
      return { ...expr, name: `${expr.name}_${copy}` };
    case 'check': {
      const { left, op, right } = expr;
      if (right === undefined || copy === 0 || left.kind !== 'field' || !VARIED.has(op) || !TEXT_FIELD.test(left.name))
        return expr;
      return { ...expr, right: varyRight(right, copy, lists) };
    }
  }
}

function varyRight(right: Right, copy: number, lists: Map<string, string>): Right {
  if (right.kind === 'value') return { ...right, text: `${right.text}_${copy}` };
  if (right.kind !== 'list') return right;
  const items = [...right.items, `only_in_copy_${copy}`];
  if (items.length < 5) return { ...right, items };
  // Long lists become lists of their own again.
  const key = items.join('\0');
  const name = `items_${copy}_${lists.size}`;
  const known = lists.get(key);
  if (known === undefined) {
    lists.set(
      key,
      `- list: ${name}\n  items: [${items.map((i) => quote(bytesToUtf8(BARE.test(i) ? i : quoteText(i)))).join(', ')}]\n`,
    );
  }
  const used = known === undefined ? name : (/^- list: (\S+)/.exec(known)?.[1] ?? name);
  return { kind: 'list', items: [used], pos: right.pos };
}
