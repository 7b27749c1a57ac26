/**
 * Codes of load results, with Falco's texts: users and tools match on them. The text of an error is short and that of a
 * warning long because Falco prints them so in `codedesc`.
 */
export const ERROR_TEXTS = {
  LOAD_ERR_FILE_READ: 'File read error',
  LOAD_ERR_YAML_PARSE: 'YAML parse error',
  LOAD_ERR_YAML_VALIDATE: 'Error validating internal structure of YAML file',
  LOAD_ERR_COMPILE_CONDITION: 'Error compiling condition',
  LOAD_ERR_COMPILE_OUTPUT: 'Error compiling output',
  LOAD_ERR_VALIDATE: 'Error validating rule/macro/list/exception objects',
  LOAD_ERR_EXTENSION: 'Error in extension item',
} as const;

export type ErrorCode = keyof typeof ERROR_TEXTS;

/** In Falco's order: several warnings of one condition are reported in it. */
export const WARNING_TEXTS = {
  LOAD_UNKNOWN_SOURCE: {
    title: 'Unknown event source',
    description:
      'A rule has a unknown event source. This can occur when reading rules content without having a corresponding plugin loaded, etc. The rule will be silently ignored.',
  },
  LOAD_UNSAFE_NA_CHECK: {
    title: 'Unsafe <NA> comparison in condition',
    description:
      "Comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. If you need to check for the existence of a field, consider using the 'exists' operator instead.",
  },
  LOAD_NO_EVTTYPE: {
    title: 'Condition has no event-type restriction',
    description:
      'A rule condition matches too many evt.type values. This has a significant performance penalty. Make the condition more specific by adding an evt.type field or further restricting the number of evt.type values in the condition.',
  },
  LOAD_UNKNOWN_FILTER: {
    title: 'Unknown field or event-type in condition or output',
    description:
      'A rule condition or output refers to a field or evt.type that does not exist. This is normally an error, but if a rule has a skip-if-unknown-filter property, the error is downgraded to a warning.',
  },
  LOAD_UNUSED_MACRO: {
    title: 'Unused macro',
    description: 'A macro is defined in the rules content but is not used by any other macro or rule.',
  },
  LOAD_UNUSED_LIST: {
    title: 'Unused list',
    description: 'A list is defined in the rules content but is not used by any other list, macro, or rule.',
  },
  LOAD_UNKNOWN_ITEM: {
    title: 'Unknown rules file item',
    description: 'An unknown top-level object is in the rules content. It will be ignored.',
  },
  LOAD_DEPRECATED_ITEM: {
    title: 'Used deprecated item',
    description: 'A deprecated item is employed by lists, macros, or rules.',
  },
  LOAD_WARNING_EXTENSION: { title: 'Warning in extension item', description: 'An extension item has a warning' },
  LOAD_APPEND_NO_VALUES: {
    title: 'Overriding/appending with no values',
    description: 'A rule exception is overriding/appending with no values',
  },
  LOAD_EXCEPTION_NAME_NOT_UNIQUE: {
    title: 'Multiple exceptions defined with the same name',
    description: 'A rule is defining multiple exceptions with the same name',
  },
  LOAD_INVALID_MACRO_NAME: { title: 'Invalid macro name', description: 'A macro is defined with an invalid name' },
  LOAD_INVALID_LIST_NAME: { title: 'Invalid list name', description: 'A list is defined with an invalid name' },
  LOAD_COMPILE_CONDITION: {
    title: 'Warning in rule condition',
    description: 'A rule condition or output have been parsed with a warning',
  },
  LOAD_UNKNOWN_KEY: {
    title: 'Unknown key in item definition',
    description:
      'An item in the rules content contains an unrecognized key. The key will be ignored. This may indicate a typo or a property placed on the wrong item type.',
  },
} as const;

export type WarningCode = keyof typeof WARNING_TEXTS;

const LATENCY = 'field is not available due to the drop of enter events.';

/** Fields that rules should not use any more, in Falco's order, and why. */
export const DEPRECATED_FIELDS: ReadonlyMap<string, string> = new Map([
  [
    'evt.dir',
    "due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'",
  ],
  ['evt.latency', LATENCY],
  ['evt.latency.s', LATENCY],
  ['evt.latency.ns', LATENCY],
  ['evt.latency.human', LATENCY],
  ['evt.wait_latency', LATENCY],
]);
