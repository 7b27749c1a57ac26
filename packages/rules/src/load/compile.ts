import type { ByteString } from '@saker/core/byte-string.ts';
import type { Typed } from '../check/typed.ts';
import { type ConditionWarnings, conditionWarnings, deprecatedFieldsInFormat } from '../check/warnings.ts';
import type { Expr, Position } from '../language/ast.ts';
import type { MacroBodies } from '../language/macros.ts';
import { DEPRECATED_FIELDS } from './codes.ts';
import type { Collector } from './collector.ts';
import type { CompileCache } from './compile-cache.ts';
import { type Context, conditionContext } from './context.ts';
import type { ListDefinition, ListItem, MacroDefinition, RuleDefinition } from './definitions.ts';
import { partsWithExceptions, withExceptions } from './exceptions.ts';
import { type Edit, expandLists, followBack, type ListText, listText, MAX_LENGTH } from './expand-lists.ts';
import { LoadFailure } from './failure.ts';
import { findNode } from './find-node.ts';
import type { LoadError, LoadWarning } from './load-result.ts';
import { type Place, placeInParts, type TextPart, type WrittenPlace } from './place.ts';

export interface CompiledMacro {
  readonly definition: MacroDefinition;
  readonly parsed: Expr;
  /** Macros in it have their bodies. */
  readonly ast: Expr;
  used: boolean;
}

export interface CompiledRule {
  readonly definition: RuleDefinition;
  readonly expanded: ByteString;
  readonly output: ByteString;
  readonly ast: Expr;
  readonly typed: Typed;
  readonly eventTypes: ReadonlySet<number>;
  /** Where a position of `ast` was written. */
  readonly placeOf: (pos: Position) => Place;
}

export interface CompileOutput {
  readonly lists: ReadonlyMap<ByteString, ListText>;
  readonly macros: ReadonlyMap<ByteString, CompiledMacro>;
  readonly rules: readonly CompiledRule[];
}

/** Receives what compiling has to say. */
export interface CompileSink {
  warn(warning: LoadWarning): void;
  /** With it compiling goes on after an error; without it the first error is thrown as LoadFailure. */
  readonly error?: (error: LoadError) => void;
  /** Macros whose items were refused: what uses them is left out without another word. */
  readonly brokenMacros?: ReadonlySet<ByteString>;
}

/** A condition to compile: a macro's, or a rule's with its exceptions. */
interface Source {
  readonly text: ByteString;
  readonly parts: () => readonly TextPart[];
  /** Of the condition in the file. */
  readonly context: Context;
  /** Of the rule or macro. */
  readonly owner: Context;
}

/** Items that all lists together may take over from other lists. */
const MAX_LIST_ITEMS = 2_000_000;
/** More event types than this cost too much: LOAD_NO_EVTTYPE. */
const MANY_EVENT_TYPES = 100;
const OUTPUT_FIELD = /%[0-9]*([a-zA-Z][\w.]*(?:\[[^\]]*\])?)(?!\()/g;
const CONTAINER_INFO = '%container.info';
const CONTAINER_INFO_IS_DEPRECATED =
  '%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.';

/**
 * Compiles everything that was collected so far. Throws LoadFailure at the first error when the sink takes none.
 */
export function compileAll(cache: CompileCache, collector: Collector, sink: CompileSink): CompileOutput {
  return new Run(cache, collector, sink).compile();
}

/** One pass over all definitions. */
class Run {
  private readonly cache: CompileCache;
  private readonly collector: Collector;
  private readonly sink: CompileSink;
  private readonly lists = new Map<ByteString, ListText>();
  private readonly listTexts: ListText[] = [];
  private readonly macros = new Map<ByteString, CompiledMacro>();
  /** Macros that were refused: what uses them is left out without another word. */
  private readonly broken: Set<ByteString>;
  private readonly usedMacros = new Set<ByteString>();

  constructor(cache: CompileCache, collector: Collector, sink: CompileSink) {
    this.cache = cache;
    this.collector = collector;
    this.sink = sink;
    this.broken = new Set(sink.brokenMacros);
  }

  compile(): CompileOutput {
    this.expandListsOfLists();
    this.compileMacros();
    const rules: CompiledRule[] = [];
    const bodies = new Map([...this.macros].map(([name, { ast }]) => [name, ast] as const));
    for (const rule of this.collector.rules.values()) {
      if (rule.unknownSource) continue;
      this.attempt(() => {
        const compiled = this.compileRule(rule, bodies);
        if (compiled !== undefined) rules.push(compiled);
      });
    }
    for (const name of this.usedMacros) {
      const macro = this.macros.get(name);
      if (macro !== undefined) macro.used = true;
    }
    this.warnUnused();
    return { lists: this.lists, macros: this.macros, rules };
  }

  private attempt(step: () => void): boolean {
    const { error } = this.sink;
    if (error === undefined) {
      step();
      return true;
    }
    try {
      step();
      return true;
    } catch (failure) {
      if (!(failure instanceof LoadFailure)) throw failure;
      const { code, message, context, place } = failure;
      if (message !== '') error({ severity: 'error', code, message, context, ...(place !== undefined && { place }) });
      return false;
    }
  }

  /** Lists of lists go one level deep, and only to lists that were defined before. */
  private expandListsOfLists(): void {
    const { lists } = this.collector;
    const used = new Set<ByteString>();
    let budget = MAX_LIST_ITEMS;
    for (const list of lists.values()) {
      const items: ListItem[] = [];
      for (const item of list.items) {
        const inner = lists.get(item.text);
        if (inner === undefined || inner.index >= list.visibility) {
          items.push(item);
          continue;
        }
        used.add(inner.name);
        budget -= inner.items.length;
        if (budget < 0)
          throw new LoadFailure(
            'LOAD_ERR_VALIDATE',
            `Lists name more than ${MAX_LIST_ITEMS} items of other lists`,
            list.context,
          );
        for (const innerItem of inner.items) items.push(innerItem);
      }
      const text = listText(list.name, items);
      this.lists.set(list.name, text);
      this.listTexts.push(text);
    }
    for (const name of used) (this.lists.get(name) as ListText).used = true;
  }

  private compileMacros(): void {
    const definitions = [...this.collector.macros.values()];
    const sources = new Map(definitions.map((macro) => [macro.name, macroSource(macro)] as const));
    const bodies = new Map<ByteString, Expr>();
    for (const macro of definitions) {
      const done = this.attempt(() => {
        bodies.set(macro.name, this.parse(sources.get(macro.name) as Source).ast);
      });
      if (!done) this.broken.add(macro.name);
    }
    // Macros come in the order of their first definition, so that those visible to a macro that was never changed are just
    // the ones before it.
    const visible = new Map<ByteString, Expr>();
    for (const macro of definitions) {
      const parsed = bodies.get(macro.name);
      if (parsed === undefined) continue;
      const before = macro.visibility === macro.index ? visible : this.visibleTo(macro, bodies);
      const done = this.attempt(() => {
        const ast = this.resolve(parsed, before, sources.get(macro.name) as Source);
        this.macros.set(macro.name, { definition: macro, parsed, ast, used: false });
        bodies.set(macro.name, ast);
        visible.set(macro.name, ast);
      });
      if (!done) {
        this.broken.add(macro.name);
        bodies.delete(macro.name);
      }
    }
  }

  /** What was defined before a macro was changed last. */
  private visibleTo(macro: MacroDefinition, bodies: ReadonlyMap<ByteString, Expr>): MacroBodies {
    const { macros } = this.collector;
    return {
      get: (name) => ((macros.get(name)?.index ?? macro.visibility) < macro.visibility ? bodies.get(name) : undefined),
    };
  }

  private compileRule(rule: RuleDefinition, macros: ReadonlyMap<string, Expr>): CompiledRule | undefined {
    const text = withExceptions(rule.condition.text, rule.exceptions);
    const source: Source = {
      text,
      parts: () => partsWithExceptions(rule.condition, rule.exceptions),
      context: rule.conditionContext,
      owner: rule.context,
    };
    let output: ByteString | undefined;
    const outputDone = this.attempt(() => {
      output = this.compileOutput(rule);
    });
    if (output === undefined && outputDone) return undefined;
    const { ast: parsed, expanded } = this.parse(source);
    const ast = this.resolve(parsed, macros, source);
    const checked = this.cache.check(ast, rule.source);
    if ('message' in checked) {
      // Falco looks for these before it checks the condition.
      this.warnHints(conditionWarnings(ast), source, ast);
      this.refuseCondition(rule, source, ast, checked.message, checked.pos);
      return undefined;
    }
    this.warnHints(checked.hints, source, ast);
    for (const { message, pos } of checked.warnings) {
      const context = conditionContext(pos, text, rule.conditionContext);
      const place = this.placeOf(source, pos, ast);
      this.sink.warn({ severity: 'warning', code: 'LOAD_COMPILE_CONDITION', message, context, place });
    }
    const { typed, eventTypes } = checked;
    if (eventTypes.size > MANY_EVENT_TYPES && rule.warnEvttypes) {
      const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
      this.sink.warn({ severity: 'warning', code: 'LOAD_NO_EVTTYPE', message, context: rule.context });
    }
    if (output === undefined) return undefined;
    const placeOf = (pos: Position): Place => this.placeOf(source, pos, ast);
    return { definition: rule, expanded, output, ast, typed, eventTypes, placeOf };
  }

  /** Checks the output template; undefined when the rule is to be left out. */
  private compileOutput(rule: RuleDefinition): ByteString | undefined {
    let output = rule.output.text;
    const { context, outputContext: place } = rule;
    if (output.includes(CONTAINER_INFO)) {
      const message = CONTAINER_INFO_IS_DEPRECATED;
      this.sink.warn({ severity: 'warning', code: 'LOAD_DEPRECATED_ITEM', message, context });
      output = output.replaceAll(CONTAINER_INFO, '');
    }
    const problem = this.cache.formatProblem(output, rule.source);
    if (problem !== undefined) {
      if (rule.skipIfUnknownFilter && isUnknownName(problem)) {
        this.sink.warn({ severity: 'warning', code: 'LOAD_UNKNOWN_FILTER', message: problem, context: place });
        return undefined;
      }
      const spot: Place = { kind: 'text', locate: () => this.locateInOutput(rule) };
      throw new LoadFailure('LOAD_ERR_COMPILE_OUTPUT', problem, place, spot);
    }
    for (const name of deprecatedFieldsInFormat(output)) {
      this.warnDeprecatedField(
        name,
        `usage of deprecated field '${name}' has been detected in the rule output`,
        place,
        {
          kind: 'text',
          locate: () =>
            [placeInParts(rule.output.parts, rule.output.text.indexOf(name))].filter((spot) => spot !== undefined),
        },
      );
    }
    return output;
  }

  /** The first name in an output that is no field; the whole output where all are. */
  private locateInOutput(rule: RuleDefinition): WrittenPlace[] {
    const { text, parts } = rule.output;
    const fields = this.cache.fieldsOf(rule.source);
    let at = 0;
    for (const { index, 0: token, 1: name = '' } of text.matchAll(OUTPUT_FIELD)) {
      if (fields.resolve(name).ok) continue;
      at = index + token.length - name.length;
      break;
    }
    return [placeInParts(parts, at)].filter((place) => place !== undefined);
  }

  private refuseCondition(rule: RuleDefinition, source: Source, ast: Expr, message: string, pos: Position): void {
    const context = conditionContext(pos, source.text, source.context);
    const place = this.placeOf(source, pos, ast);
    if (rule.skipIfUnknownFilter && isUnknownName(message))
      this.sink.warn({ severity: 'warning', code: 'LOAD_UNKNOWN_FILTER', message, context, place });
    else throw new LoadFailure('LOAD_ERR_COMPILE_CONDITION', message, context, place);
  }

  private warnHints(hints: ConditionWarnings, source: Source, ast: Expr): void {
    if (!hints.unsafeNaCheck && hints.deprecatedFields.length === 0) return;
    const context = conditionContext({ index: 0, line: 0, column: 0 }, source.text, source.context);
    if (hints.unsafeNaCheck)
      this.sink.warn({ severity: 'warning', code: 'LOAD_UNSAFE_NA_CHECK', message: '', context });
    for (const name of hints.deprecatedFields)
      this.warnDeprecatedField(name, DEPRECATED_FIELDS.get(name) as string, context, {
        kind: 'text',
        locate: () => {
          const found = findNode(ast, (node) => node.kind === 'field' && node.name === name);
          const place = found && this.placeOf(source, found.pos, ast);
          return place?.kind === 'text' ? place.locate() : [];
        },
      });
  }

  private warnDeprecatedField(name: string, message: string, context: Context, place: Place): void {
    this.sink.warn({ severity: 'warning', code: 'LOAD_DEPRECATED_ITEM', message, context, field: name, place });
  }

  private parse(source: Source): { readonly ast: Expr; readonly expanded: ByteString } {
    const { text, used, tooLong } = expandLists(source.text, this.listTexts);
    if (tooLong)
      throw new LoadFailure('LOAD_ERR_VALIDATE', `Condition is longer than ${MAX_LENGTH} bytes`, source.context);
    for (const list of used) list.used = true;
    const result = this.cache.parse(text);
    if (result.ok) return { ast: result.ast, expanded: text };
    // Here Falco shows the text with lists expanded, elsewhere the one without.
    const context = conditionContext(result.pos, text, source.context);
    throw new LoadFailure('LOAD_ERR_COMPILE_CONDITION', result.message, context, this.placeOf(source, result.pos));
  }

  private resolve(parsed: Expr, macros: MacroBodies, source: Source): Expr {
    const result = this.cache.resolve(parsed, macros);
    if (!result.ok) {
      const name = /^Undefined macro '(.*)' used in filter\.$/.exec(result.message)?.[1];
      if (name !== undefined && this.broken.has(name)) throw new LoadFailure('LOAD_ERR_VALIDATE', '', source.owner);
      const context = conditionContext(result.pos, source.text, source.owner);
      throw new LoadFailure('LOAD_ERR_VALIDATE', result.message, context, this.placeOf(source, result.pos));
    }
    for (const { name } of result.used) this.usedMacros.add(name);
    return result.ast;
  }

  /** Where a position of a condition was written; with `ast` it may lie in a macro that the condition uses. */
  private placeOf(source: Source, pos: Position, ast?: Expr): Place {
    return {
      kind: 'text',
      locate: () => {
        // Positions do not say which text they belong to, but every node has a position object of its own.
        const name = ast && findNode(ast, (node) => node.pos === pos)?.macro;
        const macro = name === undefined ? undefined : this.macros.get(name)?.definition;
        if (macro === undefined) return this.locate(source, pos.index);
        const [first, ...rest] = this.locate(macroSource(macro), pos.index);
        return first === undefined ? [] : [{ ...first, via: `macro '${name}'` }, ...rest];
      },
    };
  }

  private locate(source: Source, index: number): WrittenPlace[] {
    const edits: Edit[][] = [];
    expandLists(source.text, this.listTexts, edits);
    const { offset, item } = followBack(index, edits);
    const use = placeInParts(source.parts(), offset);
    return [item, use].filter((place) => place !== undefined);
  }

  private warnUnused(): void {
    for (const { used, definition } of this.macros.values()) {
      if (!used) this.warnUnusedItem('LOAD_UNUSED_MACRO', 'Macro not referred to by any other rule/macro', definition);
    }
    for (const [name, { used }] of this.lists) {
      const definition = this.collector.lists.get(name) as ListDefinition;
      if (!used) this.warnUnusedItem('LOAD_UNUSED_LIST', 'List not referred to by any other rule/macro', definition);
    }
  }

  private warnUnusedItem(
    code: 'LOAD_UNUSED_MACRO' | 'LOAD_UNUSED_LIST',
    message: string,
    { context, file, node }: MacroDefinition | ListDefinition,
  ): void {
    this.sink.warn({ severity: 'warning', code, message, context, place: { kind: 'node', file, node } });
  }
}

function macroSource(macro: MacroDefinition): Source {
  const { condition, conditionContext: context } = macro;
  return { text: condition.text, parts: () => condition.parts, context, owner: macro.context };
}

/** Refusals that `skip-if-unknown-filter` forgives. */
function isUnknownName(message: string): boolean {
  return (
    message.includes('nonexistent field') ||
    message.includes('invalid formatting token') ||
    message.includes('unknown event type') ||
    message.includes('unknown filter:')
  );
}
