/** Type of an event parameter, as upstream names it (PT_*). */
export type ParamType =
  | 'PT_INT8'
  | 'PT_INT16'
  | 'PT_INT32'
  | 'PT_INT64'
  | 'PT_UINT8'
  | 'PT_UINT16'
  | 'PT_UINT32'
  | 'PT_UINT64'
  | 'PT_CHARBUF'
  | 'PT_BYTEBUF'
  | 'PT_ERRNO'
  | 'PT_SOCKADDR'
  | 'PT_SOCKTUPLE'
  | 'PT_FD'
  | 'PT_PID'
  | 'PT_FDLIST'
  | 'PT_FSPATH'
  | 'PT_SYSCALLID'
  | 'PT_SIGTYPE'
  | 'PT_RELTIME'
  | 'PT_ABSTIME'
  | 'PT_PORT'
  | 'PT_L4PROTO'
  | 'PT_SOCKFAMILY'
  | 'PT_BOOL'
  | 'PT_IPV4ADDR'
  | 'PT_DYN'
  | 'PT_FLAGS8'
  | 'PT_FLAGS16'
  | 'PT_FLAGS32'
  | 'PT_UID'
  | 'PT_GID'
  | 'PT_DOUBLE'
  | 'PT_SIGSET'
  | 'PT_CHARBUFARRAY'
  | 'PT_CHARBUF_PAIR_ARRAY'
  | 'PT_IPV4NET'
  | 'PT_IPV6ADDR'
  | 'PT_IPV6NET'
  | 'PT_IPADDR'
  | 'PT_IPNET'
  | 'PT_MODE'
  | 'PT_FSRELPATH'
  | 'PT_ENUMFLAGS8'
  | 'PT_ENUMFLAGS16'
  | 'PT_ENUMFLAGS32'
  | 'PT_FD32'
  | 'PT_PID32';

/** How a number prints (PF_*). */
export type PrintFormat = 'PF_NA' | 'PF_DEC' | 'PF_HEX' | 'PF_10_PADDED_DEC' | 'PF_ID' | 'PF_DIR' | 'PF_OCT';

export interface ParamInfo {
  readonly name: string;
  readonly type: ParamType;
  readonly format: PrintFormat;
  /** Table of {@link VALUES} with the names of its bits or values; for PT_DYN the table of variants. */
  readonly values?: string;
  /** PT_FSRELPATH: index of the parameter that holds the directory's descriptor. */
  readonly dirfd?: number;
}

export interface EventInfo {
  /** Index in the table. */
  readonly type: number;
  readonly enum: string;
  /** What `evt.type` says; 'NA' for fillers. */
  readonly name: string;
  readonly dir: '>' | '<';
  readonly categories: readonly string[];
  readonly flags: readonly string[];
  readonly params: readonly ParamInfo[];
}
