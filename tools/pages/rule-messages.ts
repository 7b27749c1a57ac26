/** What a message about rules means, for the reference page. */
export interface RuleMessage {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly meaning: string;
  /** Rules that bring the message about; absent where nothing does. */
  readonly example?: string;
}

const rule = (condition: string, more = ''): string =>
  `- rule: Example\n  desc: an example\n  condition: ${condition}\n  output: "%proc.name"\n  priority: NOTICE\n${more}`;

/** Every code that checking rules can give. Codes never change their meaning. */
export const RULE_MESSAGES: readonly RuleMessage[] = [
  {
    code: 'LOAD_ERR_FILE_READ',
    severity: 'error',
    meaning: 'Kept for compatibility; a file that cannot be read is told before anything is checked (exit status 3).',
  },
  {
    code: 'LOAD_ERR_YAML_PARSE',
    severity: 'error',
    meaning: 'The file is not YAML. Reading stops where the text cannot go on.',
    example: '- rule: *example\n',
  },
  {
    code: 'LOAD_ERR_YAML_VALIDATE',
    severity: 'error',
    meaning: 'An item does not have the shape it has to have: a key is missing, or its value is of the wrong kind.',
    example: '- rule: Example\n  desc: no condition\n  output: x\n  priority: NOTICE\n',
  },
  {
    code: 'LOAD_ERR_COMPILE_CONDITION',
    severity: 'error',
    meaning:
      'A condition is not written as conditions are, names a field that does not exist, or compares with a value that the field cannot have.',
    example: rule('evt.type = execve and proc.nam = bash'),
  },
  {
    code: 'LOAD_ERR_COMPILE_OUTPUT',
    severity: 'error',
    meaning: 'An output names a field that does not exist or cannot be printed, or ends inside a field.',
    example: rule('evt.type = execve').replace('%proc.name', '%proc.nam'),
  },
  {
    code: 'LOAD_ERR_VALIDATE',
    severity: 'error',
    meaning:
      'Items do not fit together: a macro that is not there, an exception without values, a rule that is appended to before it is defined, a version that is not met.',
    example: rule('evt.type = execve and no_such_macro'),
  },
  {
    code: 'LOAD_ERR_EXTENSION',
    severity: 'error',
    meaning: 'Kept for compatibility; nothing raises it.',
  },
  {
    code: 'LOAD_UNKNOWN_SOURCE',
    severity: 'warning',
    meaning: 'The rule is for an event source that is not there. It is left out, and its condition is not even read.',
    example: rule('evt.type = execve', '  source: other\n'),
  },
  {
    code: 'LOAD_UNSAFE_NA_CHECK',
    severity: 'warning',
    meaning: 'A field of audit logs is compared with the text <NA>. Ask whether it exists instead.',
  },
  {
    code: 'LOAD_NO_EVTTYPE',
    severity: 'warning',
    meaning:
      'The condition can hold for more than a hundred types of events, so the rule is tried on nearly every event. Restrict evt.type.',
    example: rule('proc.name = bash'),
  },
  {
    code: 'LOAD_UNKNOWN_FILTER',
    severity: 'warning',
    meaning:
      'The rule names a field or event that does not exist; it says skip-if-unknown-filter, so it is left out instead of refused.',
    example: rule('evt.type = execve and proc.nam = bash', '  skip-if-unknown-filter: true\n'),
  },
  {
    code: 'LOAD_UNUSED_MACRO',
    severity: 'warning',
    meaning: 'No rule and no macro uses the macro.',
    example: '- macro: unused\n  condition: proc.name = bash\n',
  },
  {
    code: 'LOAD_UNUSED_LIST',
    severity: 'warning',
    meaning: 'No rule, macro or list uses the list.',
    example: '- list: unused\n  items: [bash]\n',
  },
  {
    code: 'LOAD_UNKNOWN_ITEM',
    severity: 'warning',
    meaning: 'An item is none of rule, macro, list, required_engine_version, required_plugin_versions. It is left out.',
    example: '- roole: Example\n',
  },
  {
    code: 'LOAD_DEPRECATED_ITEM',
    severity: 'warning',
    meaning:
      'Something is used that will go away: `append: true` (use override), a rule that only says enabled, a field that has lost its meaning.',
    example: rule('evt.type = execve and evt.dir = <'),
  },
  {
    code: 'LOAD_WARNING_EXTENSION',
    severity: 'warning',
    meaning: 'Kept for compatibility; nothing raises it.',
  },
  {
    code: 'LOAD_APPEND_NO_VALUES',
    severity: 'warning',
    meaning: 'An exception is appended to or replaced without any values, which changes nothing.',
    example: `${rule('evt.type = execve', '  exceptions:\n  - name: known\n    fields: proc.name\n    values: [sh]\n')}- rule: Example\n  exceptions:\n  - name: known\n  override:\n    exceptions: append\n`,
  },
  {
    code: 'LOAD_EXCEPTION_NAME_NOT_UNIQUE',
    severity: 'warning',
    meaning: 'Two exceptions of a rule have the same name.',
    example: rule(
      'evt.type = execve',
      '  exceptions:\n  - name: known\n    fields: proc.name\n    values: [sh]\n  - name: known\n    fields: proc.name\n    values: [bash]\n',
    ),
  },
  {
    code: 'LOAD_INVALID_MACRO_NAME',
    severity: 'warning',
    meaning: 'Conditions cannot name the macro: its name has characters other than letters, digits and underscores.',
    example: '- macro: not-a-name\n  condition: proc.name = bash\n',
  },
  {
    code: 'LOAD_INVALID_LIST_NAME',
    severity: 'warning',
    meaning: 'Conditions cannot name the list: its name has quotes, brackets, blanks, commas or equals signs.',
    example: '- list: not a name\n  items: [bash]\n',
  },
  {
    code: 'LOAD_COMPILE_CONDITION',
    severity: 'warning',
    meaning:
      'A value is probably a mistake: the name of a field, a regular expression that needs none, the call of a transformer in quotes.',
    example: rule('evt.type = execve and proc.name = proc.pname'),
  },
  {
    code: 'LOAD_UNKNOWN_KEY',
    severity: 'warning',
    meaning: 'An item has a key that items of its kind do not have; the key does nothing.',
    example: rule('evt.type = execve', '  prioritty: ERROR\n'),
  },
  {
    code: 'SAKER_PASTED_TEXT',
    severity: 'warning',
    meaning:
      "An item of a list, or a value of an exception, is more than one value. It is pasted into conditions as text, as in Falco, and changes what they mean. Not in the JSON result, which is Falco's.",
    example: `- list: names\n  items: ["a,b"]\n${rule('evt.type = execve and proc.name in (names)')}`,
  },
  {
    code: 'SAKER_CONSTANT_WRAPS',
    severity: 'warning',
    meaning:
      "A number is too large for its field and is cut to the field's width, as in Falco: it means another number. Not in the JSON result, which is Falco's.",
    example: rule('evt.type = connect and fd.sport = 65589'),
  },
];
