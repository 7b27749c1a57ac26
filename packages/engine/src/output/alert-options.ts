import type { BufferFormat } from '../params/buffer-text.ts';

/** How alerts look; names as in falco.yaml. */
export interface AlertOptions {
  /** `json_output`: JSON lines instead of text. */
  readonly json: boolean;
  /** `json_include_output_property` */
  readonly includeOutput: boolean;
  /** `json_include_message_property` */
  readonly includeMessage: boolean;
  /** `json_include_output_fields_property` */
  readonly includeOutputFields: boolean;
  /** `json_include_tags_property` */
  readonly includeTags: boolean;
  /** `time_format_iso_8601` */
  readonly timeIso8601: boolean;
  /** `buffer_format_base64` */
  readonly buffers: BufferFormat;
  /** Name of the machine that alerts. */
  readonly hostname: string;
}

/** What Falco does without a configuration. */
export const DEFAULT_ALERT_OPTIONS: AlertOptions = {
  json: false,
  includeOutput: true,
  includeMessage: false,
  includeOutputFields: true,
  includeTags: true,
  timeIso8601: false,
  buffers: 'dots',
  hostname: '',
};
