import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from './catalogue/event-list.ts';
import { PROJECT_ROOT } from './project.ts';

/** The version of Falco's rule language and of its fields that Saker speaks. */
export const ENGINE_VERSION = '0.63.0';

export function sakerVersion(): string {
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** What `--version` prints: text, or with Falco's names as JSON. */
export function versionText(json: boolean): string {
  const version = sakerVersion();
  if (json) {
    return `${JSON.stringify({
      saker_version: version,
      engine_version: ENGINE_VERSION.split('.')[1],
      engine_version_semver: ENGINE_VERSION,
      driver_schema_version: SCHEMA_VERSION,
      node_version: process.versions.node,
    })}\n`;
  }
  return [
    `Saker version:  ${version}`,
    `Engine:         ${ENGINE_VERSION} (rule language and fields, as Falco counts them)`,
    `Event schema:   ${SCHEMA_VERSION}`,
    `Node:           ${process.versions.node}`,
    '',
  ].join('\n');
}
