/**
 * The shape of rule files as Falco publishes it (JSON schema). It is stricter than the loader in places and laxer in others, and
 * only leads to remarks in load results.
 */
export type Schema =
  | { readonly type: 'string' | 'integer' | 'boolean' }
  | { readonly type: 'enum'; readonly values: ReadonlySet<string> }
  | { readonly type: 'array'; readonly items: Schema }
  | {
      readonly type: 'object';
      readonly properties: Readonly<Record<string, Schema>>;
      readonly required: readonly string[];
      /** Least number of properties. */
      readonly least: number;
    }
  | { readonly type: 'any' }
  /** One of these. */
  | { readonly type: 'either'; readonly of: readonly Schema[] };

const STRING: Schema = { type: 'string' };
const BOOLEAN: Schema = { type: 'boolean' };
const INTEGER: Schema = { type: 'integer' };
const ANY: Schema = { type: 'any' };

const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Record<string, Schema>, required: readonly string[] = [], least = 0): Schema => ({
  type: 'object',
  // In the order of their names: that is how they are checked.
  properties: Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))),
  required,
  least,
});

const PRIORITIES = 'EMERGENCY ALERT CRITICAL ERROR WARNING NOTICE INFO INFORMATIONAL DEBUG';
const OVERRIDE: Schema = { type: 'enum', values: new Set(['append', 'replace']) };
const PLUGIN = { name: STRING, version: STRING };

export const RULES_SCHEMA: Schema = list(
  object({
    required_engine_version: STRING,
    required_plugin_versions: list(
      object({ ...PLUGIN, alternatives: list(object(PLUGIN, ['name', 'version'])) }, ['name', 'version']),
    ),
    macro: STRING,
    condition: STRING,
    list: STRING,
    items: list({ type: 'either', of: [INTEGER, STRING] }),
    rule: STRING,
    desc: STRING,
    enabled: BOOLEAN,
    output: STRING,
    append: BOOLEAN,
    priority: { type: 'enum', values: new Set(PRIORITIES.split(' ')) },
    capture: BOOLEAN,
    capture_duration: INTEGER,
    source: STRING,
    exceptions: list(object({ name: STRING, fields: ANY, comps: ANY, values: ANY }, ['name'])),
    override: object(
      {
        items: OVERRIDE,
        desc: OVERRIDE,
        condition: OVERRIDE,
        output: OVERRIDE,
        priority: OVERRIDE,
        enabled: OVERRIDE,
        exceptions: OVERRIDE,
        capture: OVERRIDE,
        capture_duration: OVERRIDE,
        tags: OVERRIDE,
        warn_evttypes: OVERRIDE,
        'skip-if-unknown-filter': OVERRIDE,
      },
      [],
      1,
    ),
    tags: list(STRING),
    warn_evttypes: BOOLEAN,
    'skip-if-unknown-filter': BOOLEAN,
  }),
);
