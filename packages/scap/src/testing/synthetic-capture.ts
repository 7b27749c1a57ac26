import type { ScapWriter } from '../writer.ts';
import { Scenario, type ScenarioContainer } from './scenario.ts';
import { CREATE, type ScenarioProcess, TRUNCATE, WRITE } from './scenario-process.ts';

const WEB: ScenarioContainer = { id: '3f'.repeat(32), name: 'web', image: 'shop/web:1.4' };

const LIBRARIES = ['/etc/ld.so.cache', '/lib/x86_64-linux-gnu/libc.so.6', '/lib/x86_64-linux-gnu/libselinux.so.1'];
const TOOLS = ['/usr/bin/ls', '/usr/bin/cat', '/usr/bin/grep', '/usr/bin/date', '/usr/bin/id'];

export interface SyntheticOptions {
  /** Events at least; the round in which they are reached is finished. */
  readonly events: number;
  readonly seed?: number;
}

/**
 * Writes a capture of everyday work: short commands of a shell, a web server in a container that answers requests, files
 * that are written, renamed and deleted. Deterministic. Returns the number of events.
 */
export function writeSyntheticCapture(writer: ScapWriter, { events, seed = 1 }: SyntheticOptions): number {
  const scenario = new Scenario(writer, { seed, containers: [WEB] });
  const init = scenario.existing({ pid: 1, exePath: '/usr/lib/systemd/systemd', args: ['/sbin/init'] });
  const shell = scenario.existing({ exePath: '/bin/bash', args: ['-bash'], parent: init, tty: 34816, cwd: '/root' });
  const server = scenario.existing({
    exePath: '/usr/sbin/nginx',
    args: ['nginx: worker'],
    container: WEB,
    uid: 33,
    gid: 33,
  });
  server.listen(80);
  while (scenario.events < events) {
    command(scenario, shell);
    request(scenario, server);
    if (scenario.draw() % 4 === 0) rotate(scenario, shell);
  }
  writer.flush();
  return scenario.events;
}

function command(scenario: Scenario, shell: ScenarioProcess): void {
  const tool = TOOLS[scenario.draw() % TOOLS.length] as string;
  const file = `/home/demo/notes-${scenario.draw() % 50}.txt`;
  const child = shell.run(tool, [tool.slice(9), file]);
  for (const library of LIBRARIES) {
    const fd = child.open(library);
    child.read(fd, '\x7fELF\x02\x01\x01', 832);
    child.close(fd);
  }
  child.open('/etc/ld.so.preload', undefined, 0, -2);
  const fd = child.open(file);
  for (let reads = scenario.draw() % 6; reads >= 0; reads--) child.read(fd, 'a line of somebody else\n'.repeat(4));
  child.close(fd);
  child.write(1, 'a line of somebody else\n');
  child.exit(scenario.draw() % 10 === 0 ? 1 : 0);
}

function request(scenario: Scenario, server: ScenarioProcess): void {
  const client = `192.168.7.${1 + (scenario.draw() % 200)}`;
  const connection = server.accept(client, 30000 + (scenario.draw() % 20000), 80);
  server.receive(connection, `GET /item/${scenario.draw() % 100} HTTP/1.1\r\nHost: shop\r\n\r\n`);
  const page = server.open(`/srv/www/item-${scenario.draw() % 100}.html`);
  server.read(page, '<!doctype html><title>Shop</title>');
  server.close(page);
  const database = server.connect('10.0.0.9', 5432);
  server.send(database, 'select price from items');
  server.receive(database, '42');
  server.close(database);
  server.send(connection, 'HTTP/1.1 200 OK\r\ncontent-length: 34\r\n\r\n<!doctype html>');
  server.close(connection);
}

function rotate(scenario: Scenario, shell: ScenarioProcess): void {
  const name = `/var/log/demo-${scenario.draw() % 8}.log`;
  const fd = shell.open(name, WRITE | CREATE | TRUNCATE, 0o644);
  shell.write(fd, 'started\n');
  shell.close(fd);
  shell.rename(name, `${name}.1`);
  shell.unlink(`${name}.1`);
}
