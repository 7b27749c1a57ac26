import { ALL_CAPABILITIES, flagBits, Scenario } from '@saker/cli/scenario/scenario.ts';

/** 2026-03-14 09:26:53 UTC */
const START = 1_773_480_413_000_000_000n;

const TERMINAL = 34816;
const SHIM = 812;
const SHOP = 'shop';

/**
 * The bundled incident: somebody opens a privileged shell in a running container, looks at harmless files, reads the
 * password file twice, writes below /bin, starts a program from memory and one that was copied into the container, and
 * asks the cloud for credentials. Nothing of it was recorded anywhere; hosts, names and addresses are made up.
 */
export function incident(): Uint8Array {
  const story = new Scenario(START, 'demo-host');
  story.group(999, 'docker');
  story.user(1000, 1000, 'dana', '/home/dana', '/bin/bash');
  story.running({ pid: 1, parent: 0, exe: '/usr/lib/systemd/systemd', name: 'systemd' });
  story.running({ pid: 640, parent: 1, exe: '/usr/bin/dockerd' });
  story.running({ pid: SHIM, parent: 1, exe: '/usr/bin/containerd-shim-runc-v2', name: 'containerd-shim' });
  story.running({
    pid: 830,
    parent: SHIM,
    exe: '/usr/sbin/nginx',
    container: SHOP,
    vpid: 1,
    exeFlags: ['EXE_LOWER_LAYER'],
  });
  story.running({ pid: 1200, parent: 1, exe: '/usr/bin/bash', uid: 1000, gid: 1000, loginUid: 1000, tty: 34817 });
  story.container({ name: SHOP, image: 'registry.example/shop/front:2.4' });

  // Work as usual.
  const nginx = story.open(830, '/usr/share/nginx/html/index.html', ['O_RDONLY']);
  story.close(830, nginx);
  story.exec({
    pid: 1300,
    parent: 1200,
    exe: '/usr/bin/ls',
    args: ['-l'],
    uid: 1000,
    gid: 1000,
    loginUid: 1000,
    tty: 34817,
  });
  story.exit(1300);
  story.wait(4_000);

  // docker exec -it --privileged shop bash
  const inside = { container: SHOP, tty: TERMINAL, capabilities: ALL_CAPABILITIES, exeFlags: ['EXE_LOWER_LAYER'] };
  story.exec({
    ...inside,
    pid: 1400,
    parent: SHIM,
    exe: '/bin/bash',
    vpid: 31,
    session: true,
    env: ['HOME=/root', 'TERM=xterm'],
  });
  story.wait(1_500);
  const run = (pid: number, exe: string, args: readonly string[], act: (pid: number) => void): void => {
    story.exec({ ...inside, pid, parent: 1400, exe, args, vpid: pid - 1369 });
    act(pid);
    story.exit(pid);
    story.wait(1_200);
  };
  const read = (path: string) => (pid: number) => {
    const fd = story.open(pid, path, ['O_RDONLY']);
    story.event(pid, 'PPME_SYSCALL_READ_X', { res: 64, data: 'root:*:19700:0:99999:7:::\n', fd, size: 131072 });
    story.close(pid, fd);
  };
  run(1410, '/bin/cat', ['/root/.bashrc'], read('/root/.bashrc'));
  run(1411, '/bin/cat', ['/etc/passwd'], read('/etc/passwd'));
  run(1412, '/bin/cat', ['/etc/shadow'], read('/etc/shadow'));
  run(1413, '/bin/cat', ['/etc/shadow'], read('/etc/shadow'));

  // echo x > /bin/8271
  const file = story.open(1400, '/bin/8271', ['O_WRONLY', 'O_CREAT', 'O_TRUNC']);
  story.event(1400, 'PPME_SYSCALL_WRITE_X', { res: 2, data: 'x\n', fd: file, size: 2 });
  story.close(1400, file);
  story.wait(2_000);

  // A program that exists in memory only, and one that was copied into the container.
  const memfd = story.freshFd(1400);
  story.event(1400, 'PPME_SYSCALL_MEMFD_CREATE_X', {
    fd: memfd,
    name: 'kit',
    flags: flagBits('memfd_create_flags', ['MFD_CLOEXEC']),
  });
  story.exec({
    ...inside,
    pid: 1420,
    parent: 1400,
    exe: '/memfd:kit',
    arg0: 'kworker/u8:2',
    name: '3',
    vpid: 51,
    exeFlags: ['EXE_WRITABLE', 'EXE_FROM_MEMFD'],
  });
  story.wait(900);
  story.exec({
    ...inside,
    pid: 1421,
    parent: 1400,
    exe: '/tmp/probe',
    vpid: 52,
    exeFlags: ['EXE_WRITABLE', 'EXE_UPPER_LAYER'],
  });

  // The probe asks the cloud's metadata address.
  const socket = story.freshFd(1421);
  story.event(1421, 'PPME_SOCKET_SOCKET_X', { fd: socket, domain: 2, type: 1, proto: 0, flags: 0 });
  const server = { family: 2, ip: '\xa9\xfe\xa9\xfe', port: 80 };
  story.event(1421, 'PPME_SOCKET_CONNECT_E', { fd: socket, addr: server });
  story.event(1421, 'PPME_SOCKET_CONNECT_X', {
    res: 0,
    tuple: { family: 2, sip: '\xac\x11\x00\x02', sport: 41234, dip: '\xa9\xfe\xa9\xfe', dport: 80 },
    fd: socket,
    addr: server,
  });
  story.wait(700);
  story.exit(1421);
  story.exit(1420);
  story.exit(1400);
  return story.toScap();
}
