/** What a configuration key holds. `later`: it is read, but what it asks for does not exist in Saker yet. */
export type KeySpec = { readonly help: string; readonly later?: true } & (
  | { readonly kind: 'bool' | 'number' | 'text' | 'any' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'list'; readonly items: KeySpec }
  | { readonly kind: 'map'; readonly keys: Readonly<Record<string, KeySpec>> }
  | { readonly kind: 'either'; readonly scalar: KeySpec; readonly map: KeySpec }
);

const bool = (help: string): KeySpec => ({ kind: 'bool', help });
const number = (help: string): KeySpec => ({ kind: 'number', help });
const text = (help: string): KeySpec => ({ kind: 'text', help });
const any = (help: string): KeySpec => ({ kind: 'any', help });
const list = (help: string, items: KeySpec): KeySpec => ({ kind: 'list', items, help });
const map = (help: string, keys: Readonly<Record<string, KeySpec>>): KeySpec => ({ kind: 'map', keys, help });
const choice = (help: string, ...choices: string[]): KeySpec => ({ kind: 'choice', choices, help });
const later = (spec: KeySpec): KeySpec => ({ ...spec, later: true });

export const PRIORITIES: readonly string[] = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'info',
  'debug',
];

const selection = map('Rules by name (with *) or by tag.', {
  rule: text('Name of the rules; * matches anything.'),
  tag: text('Tag of the rules.'),
});

/** Every key of falco.yaml, with Falco's names. */
export const CONFIG_KEYS: Readonly<Record<string, KeySpec>> = {
  config_files: list('More configuration: files, or folders whose files are taken in order of name.', {
    kind: 'either',
    help: 'A path, or a path with the way it is merged.',
    scalar: text('Path.'),
    map: map('Path and strategy.', {
      path: text('File or folder.'),
      strategy: choice('How it is merged.', 'append', 'override', 'add-only'),
    }),
  }),
  rules_files: list('Rules files and folders, in the order in which they are loaded.', text('Path.')),
  rules_file: list('Old name of rules_files.', text('Path.')),
  rules: list('Rules to turn on or off, in order.', map('One selection.', { enable: selection, disable: selection })),
  rule_matching: choice('Alert on the first rule that matches an event, or on all.', 'first', 'all'),
  priority: choice('Rules below this priority do not run.', ...PRIORITIES),
  json_output: bool('Alerts as JSON, one object a line.'),
  json_include_output_property: bool('JSON alerts have output: the text with time and priority.'),
  json_include_message_property: bool('JSON alerts have message: the text alone.'),
  json_include_output_fields_property: bool('JSON alerts have output_fields.'),
  json_include_tags_property: bool('JSON alerts have tags.'),
  time_format_iso_8601: bool('Times in UTC as ISO 8601.'),
  buffer_format_base64: bool('Byte buffers in alerts as base64.'),
  buffered_outputs: bool('Collect alerts before writing them.'),
  append_output: list(
    'Additions to the outputs of rules.',
    map('One addition.', {
      match: map('Which rules; all when left out.', {
        source: text('Event source.'),
        rule: text('Name of the rule.'),
        tags: list('Tags that the rule must have, all of them.', text('Tag.')),
      }),
      extra_output: text('Format that is appended to the text.'),
      extra_fields: list('Fields that are added to output_fields.', any('A field, or name: format.')),
      suggested_output: bool('Append the fields that are suggested for the source (container id and name).'),
    }),
  ),
  static_fields: any('Fields static.NAME with a fixed value.'),
  stdout_output: map('Standard output.', { enabled: bool('Alerts go to standard output.') }),
  file_output: map('A file.', {
    enabled: bool('Alerts are appended to a file.'),
    keep_alive: bool('Keep the file open between alerts.'),
    filename: text('Path of the file.'),
  }),
  engine: map('Where events come from.', {
    kind: choice('replay reads a capture.', 'replay', 'modern_ebpf', 'kmod', 'nodriver'),
    replay: map('Replay.', { capture_file: text('Path of the capture.') }),
    kmod: any('Driver options.'),
    modern_ebpf: any('Driver options.'),
  }),
  falco_libs: map('State tables.', {
    thread_table_size: number('Most threads that are known at a time.'),
    thread_table_auto_purging_interval_s: number('Seconds between two searches for threads that are gone.'),
    thread_table_auto_purging_thread_timeout_s: number('Seconds without an event after which a thread is looked for.'),
    snaplen: number('Most bytes of read and written data that are recorded.'),
  }),
  log_level: text('Least severe message that is logged.'),
  log_stderr: bool('Log to standard error.'),
  log_syslog: bool('Log to syslog.'),
  libs_logger: map('Messages of the lower layers.', {
    enabled: bool('Log them.'),
    severity: text('Least severe one.'),
  }),
  watch_config_files: bool('Load configuration and rules again when they change.'),
  load_plugins: list('Names of plugins to load.', text('Name.')),
  plugins: list('Plugins.', any('One plugin.')),
  plugins_hostinfo: bool('Give plugins information on the host.'),
  syslog_output: later(map('Syslog.', { enabled: bool('Alerts go to syslog.') })),
  program_output: later(
    map('A program.', {
      enabled: bool('Alerts go to the standard input of a program.'),
      keep_alive: bool('Start it once.'),
      program: text('Command line.'),
    }),
  ),
  http_output: later(
    map('HTTP.', {
      enabled: bool('Alerts are posted to a URL.'),
      url: text('URL.'),
      user_agent: text('User-Agent header.'),
      insecure: bool('Do not verify the certificate.'),
      ca_cert: text('Certificate of the authority.'),
      ca_bundle: text('File with certificates of authorities.'),
      ca_path: text('Folder with certificates of authorities.'),
      mtls: bool('Send a client certificate.'),
      client_cert: text('Client certificate.'),
      client_key: text('Its key.'),
      echo: bool('Print the answers.'),
      compress_uploads: bool('Compress.'),
      keep_alive: bool('Keep the connection.'),
      max_consecutive_timeouts: number('Tries.'),
    }),
  ),
  webserver: later(
    map('Health and metrics over HTTP.', {
      enabled: bool('Listen.'),
      threadiness: number('Threads.'),
      listen_port: number('Port.'),
      listen_address: text('Address.'),
      k8s_healthz_endpoint: text('Path of the health check.'),
      prometheus_metrics_enabled: bool('Metrics.'),
      ssl_enabled: bool('TLS.'),
      ssl_certificate: text('Certificate and key.'),
    }),
  ),
  outputs_queue: map('Alerts that wait for the outputs.', { capacity: number('Most alerts; 0 = no limit.') }),
  output_timeout: number('Milliseconds after which a slow output is told.'),
  syscall_event_timeouts: map('Silence of the driver.', { max_consecutives: number('Timeouts before it is told.') }),
  syscall_event_drops: map('Events lost by the driver.', {
    threshold: number('Share of lost events above which something is done.'),
    actions: list('What is done: ignore, log, alert, exit.', text('Action.')),
    rate: number('Actions a second.'),
    max_burst: number('Actions at once.'),
    simulate_drops: bool('For tests.'),
  }),
  metrics: later(
    map('Figures on Falco itself.', {
      enabled: bool('Tell them.'),
      interval: text('How often.'),
      output_rule: bool('As alerts.'),
      output_file: text('Into a file.'),
      rules_counters_enabled: bool('Alerts a rule.'),
      resource_utilization_enabled: bool('CPU and memory.'),
      state_counters_enabled: bool('State tables.'),
      kernel_event_counters_enabled: bool('Events of the kernel.'),
      kernel_event_counters_per_cpu_enabled: bool('The same for each CPU.'),
      kernel_iter_event_counters_enabled: bool('Iterators of the driver.'),
      libbpf_stats_enabled: bool('Programs of the driver.'),
      plugins_metrics_enabled: bool('Plugins.'),
      jemalloc_stats_enabled: bool('Allocator.'),
      convert_memory_to_mb: bool('Memory in MB.'),
      include_empty_values: bool('Zeros too.'),
    }),
  ),
  base_syscalls: map('System calls to watch beside those of the rules.', {
    custom_set: list('Names; !name leaves one out.', text('System call.')),
    repair: bool('The least that keeps the state right.'),
    all: bool('Also those that are ignored by default.'),
  }),
  capture: later(
    map('Recording.', {
      enabled: bool('Record after alerts.'),
      path_prefix: text('Beginning of the file names.'),
      mode: choice('After which alerts.', 'rules', 'all_rules'),
      default_duration: number('Milliseconds.'),
      max_file_size_mb: number('Most MB of a file; 0 = no limit.'),
    }),
  ),
};
