// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { Cgroups, ThreadInfo } from '../../state/thread-info.ts';
import { capabilityNames } from './capabilities.ts';

/**
 * Strings made of a thread's record, kept until what they were made of changes. Each remembers its sources and compares
 * them on every use: comparing two references that are equal costs nothing next to joining a command line again.
 */
export class ThreadTexts {
  argsOf: ByteString | undefined;
  args: ByteString;
  cmdlineOf: ByteString | undefined;
  cmdlineComm: ByteString;
  cmdline: ByteString;
  exelineOf: ByteString | undefined;
  exelineExe: ByteString;
  exeline: ByteString;
  envOf: ByteString | undefined;
  env: ByteString;
  cgroupsOf: Cgroups | undefined;
  cgroups: ByteString;
  effectiveOf: bigint;
  effective: ByteString;
  permittedOf: bigint;
  permitted: ByteString;
  inheritableOf: bigint;
  inheritable: ByteString;

  constructor() {
    this.argsOf = undefined;
    this.args = '';
    this.cmdlineOf = undefined;
    this.cmdlineComm = '';
    this.cmdline = '';
    this.exelineOf = undefined;
    this.exelineExe = '';
    this.exeline = '';
    this.envOf = undefined;
    this.env = '';
    this.cgroupsOf = undefined;
    this.cgroups = '';
    this.effectiveOf = 0n;
    this.effective = '';
    this.permittedOf = 0n;
    this.permitted = '';
    this.inheritableOf = 0n;
    this.inheritable = '';
  }
}

function textsOf(thread: ThreadInfo): ThreadTexts {
  if (thread.texts === undefined) thread.texts = new ThreadTexts();
  return thread.texts;
}

/** The arguments, a blank between each two. */
export function argsText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.argsOf !== thread.argsRaw) {
    texts.args = thread.args.join(' ');
    texts.argsOf = thread.argsRaw;
  }
  return texts.args;
}

/** Command name as it was when the arguments were set, then the arguments. */
export function cmdlineText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  const comm = thread.argsComm === '' ? thread.comm : thread.argsComm;
  if (texts.cmdlineOf !== thread.argsRaw || texts.cmdlineComm !== comm) {
    texts.cmdline = thread.args.length === 0 ? comm : `${comm} ${argsText(thread)}`;
    texts.cmdlineOf = thread.argsRaw;
    texts.cmdlineComm = comm;
  }
  return texts.cmdline;
}

/** First argument of exec, a blank, then the other arguments: it ends in the blank where there are none. */
export function exelineText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.exelineOf !== thread.argsRaw || texts.exelineExe !== thread.exe) {
    texts.exeline = `${thread.exe} ${argsText(thread)}`;
    texts.exelineOf = thread.argsRaw;
    texts.exelineExe = thread.exe;
  }
  return texts.exeline;
}

/** The environment given to this very thread, a blank between each two variables. */
export function envText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.envOf !== thread.envRaw) {
    texts.env = thread.env.join(' ');
    texts.envOf = thread.envRaw;
  }
  return texts.env;
}

/** `subsystem=path`, a blank between each two; '' for a thread without control groups. */
export function cgroupsText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.cgroupsOf !== thread.cgroups) {
    texts.cgroups = thread.cgroups.map(([subsystem, path]) => `${subsystem}=${path}`).join(' ');
    texts.cgroupsOf = thread.cgroups;
  }
  return texts.cgroups;
}

export function effectiveCapsText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.effectiveOf !== thread.capEffective) {
    texts.effective = capabilityNames(thread.capEffective);
    texts.effectiveOf = thread.capEffective;
  }
  return texts.effective;
}

export function permittedCapsText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.permittedOf !== thread.capPermitted) {
    texts.permitted = capabilityNames(thread.capPermitted);
    texts.permittedOf = thread.capPermitted;
  }
  return texts.permitted;
}

export function inheritableCapsText(thread: ThreadInfo): ByteString {
  const texts = textsOf(thread);
  if (texts.inheritableOf !== thread.capInheritable) {
    texts.inheritable = capabilityNames(thread.capInheritable);
    texts.inheritableOf = thread.capInheritable;
  }
  return texts.inheritable;
}
