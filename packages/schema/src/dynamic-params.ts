import type { ParamType, PrintFormat } from './event-info.ts';

/** What a PT_DYN parameter holds, chosen by its first byte. */
export interface DynamicVariant {
  readonly type: ParamType;
  readonly format: PrintFormat;
}

/** Variants of dynamic parameters: {@link ParamInfo.values} names the table, the parameter's first byte the row. */
export const DYNAMIC_PARAMS = {
  sockopt_dynamic_param: [
    { type: 'PT_BYTEBUF', format: 'PF_HEX' },
    { type: 'PT_ERRNO', format: 'PF_DEC' },
    { type: 'PT_UINT32', format: 'PF_DEC' },
    { type: 'PT_UINT64', format: 'PF_DEC' },
    { type: 'PT_RELTIME', format: 'PF_DEC' },
  ],
  ptrace_dynamic_param: [
    { type: 'PT_UINT64', format: 'PF_HEX' },
    { type: 'PT_SIGTYPE', format: 'PF_DEC' },
  ],
  bpf_dynamic_param: [
    { type: 'PT_FD', format: 'PF_DEC' },
    { type: 'PT_ERRNO', format: 'PF_DEC' },
  ],
  keyctl_dynamic_param: [
    { type: 'PT_INT64', format: 'PF_DEC' },
    { type: 'PT_CHARBUF', format: 'PF_NA' },
  ],
} as const satisfies Record<string, readonly DynamicVariant[]>;
