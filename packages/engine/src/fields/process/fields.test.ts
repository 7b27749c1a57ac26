import { describe, expect, test } from 'vitest';
import { FD_FIFO, FD_FILE_V2, FdInfo } from '../../state/fd-info.ts';
import { CL_CHILD_IN_PIDNS, type ThreadInfo, UNINITIALISED_DURATION } from '../../state/thread-info.ts';
import { FakeState } from '../../testing/fake-state.ts';
import { readField, readForCondition } from '../../testing/read-field.ts';
import type { FieldValue } from '../field.ts';

type Row = readonly [field: string, expected: FieldValue | undefined];

/** Fields of a thread that says `detail` of itself. */
function ofThread(detail: Partial<ThreadInfo>, rows: readonly Row[]): void {
  test.each(rows)('%s: %s', (field, expected) => {
    const state = new FakeState();
    expect(readField(state.context(state.process(70, 1, detail)), field)).toEqual(expected);
  });
}

describe('what a process is called', () => {
  ofThread({ comm: 'tail', exe: 'tail', exePath: '/usr/bin/tail', args: ['-n', '', 'a b'], cwd: '/srv/' }, [
    ['proc.name', 'tail'],
    ['proc.exe', 'tail'],
    ['proc.exepath', '/usr/bin/tail'],
    ['proc.args', '-n  a b'],
    ['proc.args[0]', '-n'],
    ['proc.args[1]', ''],
    ['proc.args[3]', ''],
    ['proc.args[-1]', '-n  a b'],
    ['proc.cmdline', 'tail -n  a b'],
    ['proc.exeline', 'tail -n  a b'],
    ['proc.cmdnargs', 3],
    ['proc.cmdlenargs', 5],
    ['proc.cwd', '/srv/'],
  ]);
  ofThread({ comm: 'true', exe: '/bin/true' }, [
    ['proc.args', ''],
    ['proc.cmdline', 'true'],
    ['proc.exeline', '/bin/true '],
    ['proc.cmdnargs', 0],
    ['proc.cmdlenargs', 0],
    ['proc.env', ''],
    ['thread.cgroups', undefined],
    ['thread.cgroup[cpu]', undefined],
  ]);

  test('the command line keeps the name that the thread had when its arguments were set', () => {
    const state = new FakeState();
    const thread = state.process(70, 1, { comm: 'runc' });
    const ctx = state.context(thread);
    thread.setArgsRaw('init\0');
    expect(readField(ctx, 'proc.cmdline')).toBe('runc init');
    thread.comm = 'runc:[2:INIT]';
    expect(readField(ctx, 'proc.cmdline')).toBe('runc init');
    expect(readField(ctx, 'proc.name')).toBe('runc:[2:INIT]');
    thread.argsComm = '';
    expect(readField(ctx, 'proc.cmdline')).toBe('runc:[2:INIT] init');
    thread.setArgsRaw('');
    expect(readField(ctx, 'proc.cmdline')).toBe('runc:[2:INIT]');
    expect(readField(ctx, 'proc.args')).toBe('');
  });
});

describe('environment', () => {
  const env = ['PATH=/bin:/usr/bin', 'EMPTY=', 'BLANKS=  a b ', 'PATHOLOGY=x', 'ONLY=   '];
  ofThread({ env }, [
    ['proc.env', 'PATH=/bin:/usr/bin EMPTY= BLANKS=  a b  PATHOLOGY=x ONLY=   '],
    ['proc.env[PATH]', '/bin:/usr/bin'],
    ['proc.env[EMPTY]', ''],
    ['proc.env[BLANKS]', 'a b'],
    ['proc.env[ONLY]', ''],
    ['proc.env[PAT]', ''],
    ['proc.env[NONE]', ''],
    ['proc.env[7]', 'PATH=/bin:/usr/bin EMPTY= BLANKS=  a b  PATHOLOGY=x ONLY=   '],
    ['proc.aenv', 'PATH=/bin:/usr/bin EMPTY= BLANKS=  a b  PATHOLOGY=x ONLY=   '],
    ['proc.aenv[0]', 'PATH=/bin:/usr/bin EMPTY= BLANKS=  a b  PATHOLOGY=x ONLY=   '],
    ['proc.aenv[1]', undefined],
    ['proc.aenv[PATH]', ''],
  ]);

  test('of a thread it is that of its process', () => {
    const state = new FakeState();
    const main = state.process(70, 1, { env: ['A=1'], cwd: '/srv/' });
    const ctx = state.context(state.threadOf(main, 71, { env: ['A=2'], cwd: '/tmp/' }));
    expect(readField(ctx, 'proc.env[A]')).toBe('1');
    expect(readField(ctx, 'proc.cwd')).toBe('/srv/');
  });

  test('without a known process it is its own, and the directory is unknown', () => {
    const state = new FakeState();
    const ctx = state.context(state.process(71, 1, { pid: 70, group: undefined, env: ['A=2'], cwd: '/tmp/' }));
    expect(readField(ctx, 'proc.env')).toBe('A=2');
    expect(readField(ctx, 'proc.cwd')).toBe('./');
    expect(readField(ctx, 'proc.apid')).toBeUndefined();
    expect(readField(ctx, 'proc.ppid')).toBeUndefined();
    expect(readField(ctx, 'proc.fdopencount')).toBe(0);
  });
});

describe('numbers of a process', () => {
  ofThread({ sid: 70, vpgid: 70, pgid: 9, vtid: -1, vpid: -1, tty: 34816, vmSize: 4, vmRss: 3, vmSwap: 2 }, [
    ['proc.pid', 70],
    ['thread.tid', 70],
    ['proc.vpid', undefined],
    ['thread.vtid', undefined],
    ['thread.ismain', true],
    ['proc.sid', 70],
    ['proc.is_sid_leader', false],
    ['proc.is_vpgid_leader', false],
    ['proc.is_pgid_leader', false],
    ['proc.tty', 34816],
    ['thread.nametid', '70'],
    ['proc.vmsize', 4],
    ['thread.vmsize', 4],
    ['thread.vmsize.b', 4096],
    ['thread.vmrss.b', 3072],
    ['proc.vmswap', 2],
    ['proc.nthreads', 1],
    ['proc.nchilds', 0],
    ['proc.duration', undefined],
    ['proc.pid.ts', undefined],
    ['thread.exectime', 0],
    ['thread.totexectime', 0],
    ['thread.cpu', undefined],
  ]);
  ofThread({ pid: 0x1_0000_0000 }, [['proc.pid', undefined]]);
  ofThread({ cloneTs: 1_700_000_000_000_000_000n }, [
    ['proc.pid.ts', 1_700_000_000_000_000_000n],
    // The event has time 0: the difference wraps as unsigned numbers do.
    ['proc.duration', 16_746_744_073_709_551_616n],
  ]);

  test('threads that are no main thread have no memory of their own', () => {
    const state = new FakeState();
    const main = state.process(70, 1, { vmSize: 4 });
    const ctx = state.context(state.threadOf(main, 71, { vmSize: 4 }));
    expect(readField(ctx, 'thread.vmsize')).toBe(0);
    expect(readField(ctx, 'proc.vmsize')).toBe(4);
    expect(readField(ctx, 'proc.nthreads')).toBe(2);
    expect(readField(ctx, 'proc.nchilds')).toBe(1);
    expect(readField(ctx, 'thread.ismain')).toBe(false);
  });

  test('without a thread there is only its number', () => {
    const ctx = new FakeState().context(undefined, 1, 77);
    expect(readField(ctx, 'thread.tid')).toBe(77);
    expect(readField(ctx, 'thread.exectime')).toBe(0);
    for (const field of ['proc.pid', 'proc.name', 'proc.aname', 'proc.aname[0]', 'thread.totexectime', 'user.name']) {
      expect(readField(ctx, field)).toBeUndefined();
    }
  });
});

describe('executable', () => {
  ofThread({ exeIno: 0n, exeInoCtime: 0n, capEffective: 0n }, [
    ['proc.exe_ino', undefined],
    ['proc.exe_ino.ctime', undefined],
    ['proc.pidns_init_start_ts', undefined],
    ['thread.cap_effective', ''],
  ]);
  ofThread({ exeIno: 2n ** 63n + 1n, exeInoCtime: 11_073_837_371_628_996_608n, capPermitted: 0x5n | (1n << 40n) }, [
    ['proc.exe_ino', -(2n ** 63n) + 1n],
    ['proc.exe_ino.ctime', 11_073_837_371_628_996_608n],
    ['thread.cap_permitted', 'CAP_CHOWN CAP_DAC_READ_SEARCH CAP_CHECKPOINT_RESTORE'],
    ['thread.cap_inheritable', ''],
  ]);

  test('an uninitialised duration prints nothing and compares as a large number', () => {
    const state = new FakeState();
    const ctx = state.context(state.process(70, 1, { exeInoCtimeDurationCloneTs: UNINITIALISED_DURATION }));
    const field = 'proc.exe_ino.ctime_duration_proc_start';
    expect(readField(ctx, field)).toBeUndefined();
    expect(readForCondition(ctx, field)).toBeGreaterThan(60_000_000_000);
  });
});

describe('control groups', () => {
  ofThread(
    {
      cgroups: [
        ['cpu', '/a'],
        ['memory', ''],
      ],
    } as Partial<ThreadInfo>,
    [
      ['thread.cgroups', 'cpu=/a memory='],
      ['thread.cgroup[cpu]', '/a'],
      ['thread.cgroup[memory]', ''],
      ['thread.cgroup[blkio]', undefined],
    ],
  );
});

describe('ancestors', () => {
  /** init - sshd - (thread of sshd) - bash - curl */
  function line(): { state: FakeState; curl: ThreadInfo } {
    const state = new FakeState();
    state.process(1, 0, { comm: 'init', exe: '/sbin/init', args: ['3'], env: ['LEVEL=3'], cloneTs: 5n });
    const sshd = state.process(20, 1, { comm: 'sshd', exe: 'sshd: u', exePath: '/usr/sbin/sshd', env: ['A=sshd'] });
    state.threadOf(sshd, 21, { comm: 'helper', vpid: 21 });
    state.process(30, 21, { comm: 'bash', exe: '-bash', exePath: '/bin/bash', env: ['B=bash'] });
    const curl = state.process(40, 30, { comm: 'curl', exe: 'curl', args: ['-v'], env: ['C=curl'] });
    return { state, curl };
  }
  const rows: readonly Row[] = [
    ['proc.pname', 'bash'],
    ['proc.pexe', '-bash'],
    ['proc.pexepath', '/bin/bash'],
    ['proc.pcmdline', 'bash'],
    ['proc.ppid', 30],
    ['proc.pvpid', 30],
    ['proc.ppid.ts', 0],
    // Its parent's start is not known: the number of its own descriptors.
    ['proc.ppid.duration', 0],
    ['proc.aname[0]', 'curl'],
    ['proc.aname[1]', 'bash'],
    // The parent is a thread, but counted is its process.
    ['proc.aname[2]', 'sshd'],
    ['proc.aname[3]', 'init'],
    ['proc.aname[4]', undefined],
    ['proc.aname[-2]', undefined],
    // Without a number parents are threads.
    ['proc.aname', 'bash helper init'],
    ['proc.aname[-1]', 'bash helper init'],
    ['proc.aexe', '-bash  /sbin/init'],
    ['proc.aexepath', '/bin/bash  '],
    ['proc.acmdline', 'bash helper init 3'],
    ['proc.acmdline[3]', 'init 3'],
    // Leading ancestors without arguments leave no blank, later ones do.
    ['proc.aargs', '3'],
    ['proc.aargs[0]', '-v'],
    ['proc.apid', 40],
    ['proc.apid[2]', 20],
    ['proc.aenv', 'C=curl'],
    ['proc.aenv[1]', 'B=bash'],
    ['proc.aenv[2]', 'A=sshd'],
    ['proc.aenv[4]', undefined],
    ['proc.aenv[A]', 'sshd'],
    ['proc.aenv[LEVEL]', '3'],
    ['proc.aenv[C]', ''],
    ['proc.loginshellid', 30],
  ];
  test.each(rows)('%s: %s', (field, expected) => {
    const { state, curl } = line();
    expect(readField(state.context(curl), field)).toEqual(expected);
  });

  const conditions: readonly Row[] = [
    ['proc.aname', ['bash', 'helper', 'init']],
    ['proc.apid', [30, 20, 1]],
    ['proc.aexepath', ['/bin/bash', '', '']],
    ['proc.acmdline', ['bash', 'helper', 'init 3']],
    ['proc.aenv', ['B=bash', 'A=sshd', 'LEVEL=3']],
    // A number does not change what conditions compare.
    ['proc.aenv[2]', ['B=bash', 'A=sshd', 'LEVEL=3']],
    ['proc.aenv[A]', 'sshd'],
    ['proc.aname[1]', 'bash'],
    ['proc.aargs', '3'],
  ];
  test.each(conditions)('conditions compare %s with %s', (field, expected) => {
    const { state, curl } = line();
    expect(readForCondition(state.context(curl), field)).toEqual(expected);
  });

  test('a process without ancestors has none to compare', () => {
    const { state } = line();
    const ctx = state.context(state.thread(1));
    expect(readForCondition(ctx, 'proc.aname')).toBeUndefined();
    expect(readField(ctx, 'proc.aname')).toBeUndefined();
    expect(readField(ctx, 'proc.aname[0]')).toBe('init');
    expect(readField(ctx, 'proc.ppid')).toBeUndefined();
  });

  test('loops end', () => {
    const state = new FakeState();
    state.process(1, 3, { comm: 'a' });
    state.process(2, 1, { comm: 'b' });
    const thread = state.process(3, 2, { comm: 'c' });
    const names = readForCondition(state.context(thread), 'proc.aname') as readonly string[];
    expect(names.length).toBeLessThanOrEqual(6);
    expect(names.slice(0, 2)).toEqual(['b', 'a']);
    const own = state.process(9, 9, { comm: 'own' });
    expect(readForCondition(state.context(own), 'proc.aname')).toEqual(['own']);
    expect(readField(state.context(own), 'proc.aname[1000000]')).toBe('own');
  });
});

describe('leaders', () => {
  test('found by their number where ids are those of the host', () => {
    const state = new FakeState();
    state.process(5, 1, { comm: 'leader', exe: 'l', exePath: '/l' });
    const ctx = state.context(state.process(70, 1, { sid: 5, pgid: 5, vpgid: 6 }));
    expect(readField(ctx, 'proc.sname')).toBe('leader');
    expect(readField(ctx, 'proc.sid.exe')).toBe('l');
    expect(readField(ctx, 'proc.sid.exepath')).toBe('/l');
    expect(readField(ctx, 'proc.pgid.name')).toBe('leader');
    expect(readField(ctx, 'proc.vpgid.name')).toBe('');
  });

  test('found among the ancestors in a pid namespace: the topmost with the same id', () => {
    const state = new FakeState();
    state.process(5, 1, { comm: 'not this one' });
    state.process(10, 1, { comm: 'shim', sid: 10 });
    state.process(11, 10, { comm: 'sh', sid: 5 });
    state.process(12, 11, { comm: 'make', sid: 5 });
    const cc = state.process(13, 12, { comm: 'cc', sid: 5, flags: CL_CHILD_IN_PIDNS, pgid: 5 });
    expect(readField(state.context(cc), 'proc.sname')).toBe('sh');
    // pgid counts in the host's numbers always.
    expect(readField(state.context(cc), 'proc.pgid.name')).toBe('not this one');
    cc.sid = -1;
    expect(readField(state.context(cc), 'proc.sname')).toBe('');
  });
});

describe('descriptors', () => {
  test('of the standard streams, and how many', () => {
    const state = new FakeState();
    const thread = state.process(70, 1, { fdLimit: 4 });
    const ctx = state.context(thread);
    expect(readField(ctx, 'proc.stdin.type')).toBeUndefined();
    const file = new FdInfo(FD_FILE_V2);
    file.name = '/etc/motd';
    thread.fds.set(0, file);
    thread.fds.set(1, new FdInfo(FD_FIFO));
    expect(readField(ctx, 'proc.stdin.type')).toBe('file');
    expect(readField(ctx, 'proc.stdin.name')).toBe('/etc/motd');
    expect(readField(ctx, 'proc.stdout.type')).toBe('pipe');
    expect(readField(ctx, 'proc.stdout.name')).toBe('');
    expect(readField(ctx, 'proc.stderr.name')).toBeUndefined();
    expect(readField(ctx, 'proc.fdopencount')).toBe(2);
    expect(readField(ctx, 'proc.fdlimit')).toBe(4);
    expect(readField(ctx, 'proc.fdusage')).toBe(50);
    thread.fdLimit = 1;
    expect(readField(ctx, 'proc.fdusage')).toBe(100);
    thread.fdLimit = -1;
    expect(readField(ctx, 'proc.fdusage')).toBe(0);
  });
});
