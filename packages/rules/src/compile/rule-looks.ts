import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import type { Bound, Extract, FieldBinder, FieldValue } from './field-source.ts';

/**
 * The fields as one rule sees them where looking is not without consequences. As in Falco a rule looks at a field once
 * per event, however often its condition names it, and what it finds stands for the rest of the condition: `fd.name`
 * after `evt.abspath` is the name from before, if the rule had seen that already. Fields that count from the rule's last
 * look (`evt.deltatime`) belong to the rule, on events of all types.
 *
 * Comparisons with networks and element by element look again each time: there Falco keeps nothing.
 */
export class RuleLooks<C> implements FieldBinder<C> {
  private readonly source: FieldBinder<C>;
  /** By event type, field and argument; those of the rule's own without the type. */
  private readonly bound = new Map<string, Bound<C>>();
  private readonly own = new Map<string, Extract<C>>();
  private event = 0;

  constructor(source: FieldBinder<C>) {
    this.source = source;
  }

  /** The rule turns to another event. */
  begin(): void {
    this.event++;
  }

  bind(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<C> {
    return this.find(`${eventType} ${nameOf(field, arg)}`, field, arg, () => this.source.bind(field, arg, eventType));
  }

  bindArgument(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<C> {
    const { source } = this;
    if (source.bindArgument === undefined) return this.bind(field, arg, eventType);
    const make = () => (source.bindArgument as NonNullable<typeof source.bindArgument>)(field, arg, eventType);
    return this.find(`${eventType} (${nameOf(field, arg)})`, field, arg, make);
  }

  private find(key: string, field: FieldInfo, arg: ByteString | undefined, make: () => Bound<C>): Bound<C> {
    let bound = this.bound.get(key);
    if (bound === undefined) {
      bound = this.once(make(), field, arg);
      this.bound.set(key, bound);
    }
    return bound;
  }

  private once(bound: Bound<C>, field: FieldInfo, arg: ByteString | undefined): Bound<C> {
    if (bound.kind !== 'read') return bound;
    if (bound.own !== undefined) return { ...bound, extract: this.ownExtract(nameOf(field, arg), bound.own) };
    if (bound.any === true || field.type === 'IPNET') return bound;
    return { ...bound, extract: this.remember(bound.extract) };
  }

  private ownExtract(name: string, make: () => Extract<C>): Extract<C> {
    let extract = this.own.get(name);
    if (extract === undefined) {
      extract = this.remember(make());
      this.own.set(name, extract);
    }
    return extract;
  }

  private remember(extract: Extract<C>): Extract<C> {
    let seen = -1;
    let value: FieldValue | undefined;
    return (ctx) => {
      if (seen !== this.event) {
        seen = this.event;
        value = extract(ctx);
      }
      return value;
    };
  }
}

function nameOf(field: FieldInfo, arg: ByteString | undefined): string {
  return arg === undefined ? field.name : `${field.name}[${arg}]`;
}
