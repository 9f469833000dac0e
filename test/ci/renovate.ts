/**
 * What Renovate itself finds in the sources: its own extraction, without the network. Its patterns are compiled as
 * JavaScript does: RE2, which it prefers, is a package whose installation downloads a binary.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { onTestFinished } from 'vitest';
import { nodeProgram } from '../../tools/node-programs.ts';
import { checkout } from '../../tools/process.ts';
import { run } from '../../tools/run.ts';
import { temporaryFolder } from '../support/folder.ts';
import { git } from '../support/publishing.ts';
import { writeFile } from '../support/tree.ts';

/** A version, and the file that names it. */
export interface Dependency {
  readonly manager: string;
  readonly file: string;
  readonly depName: string;
  readonly packageName: string;
  readonly currentValue: string;
  readonly datasource: string;
  readonly versioning?: string;
  readonly registryUrls?: readonly string[];
}

interface Report {
  readonly repositories: {
    readonly local: {
      readonly packageFiles: Readonly<
        Record<string, readonly { packageFile: string; deps: readonly Partial<Dependency>[] }[]>
      >;
    };
  };
}

/** Files with versions: what people write, what CI runs and what the generators read. */
const places = ['.github', '.gitlab-ci.yml', 'apps', 'charts', 'clusters', 'examples', 'lib/synth'];
const files = [...places, 'package.json', 'renovate.json', 'tools'];

/** The sources as they are, with others beside them. */
export function copyOfSources(
  finished: typeof onTestFinished,
  added: Readonly<Record<string, string>> = {},
): string {
  const folder = temporaryFolder(finished);
  // Also what is not committed yet.
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...files];
  const names = execFileSync('git', list, { cwd: checkout, encoding: 'utf8' }).split('\0');
  for (const name of names.filter(Boolean)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(checkout, name), join(folder, name));
  }
  for (const [name, text] of Object.entries(added)) writeFile(folder, name, text);
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  return folder;
}

/** What Renovate says of a configuration. It throws where Renovate would not take it. */
export async function validateConfiguration(file: string): Promise<string> {
  const [node, entry] = await nodeProgram('renovate-config-validator');
  const env = { PATH: process.env['PATH'], LOG_FORMAT: 'json' };
  return run(node, [entry, '--strict', '--no-global', file], { env });
}

/** Every version that Renovate would keep current in a folder. */
export async function extract(
  folder: string,
  finished: typeof onTestFinished,
): Promise<Dependency[]> {
  const home = temporaryFolder(finished);
  const file = join(home, 'report.json');
  const [node, entry] = await nodeProgram('renovate');
  await run(node, [entry], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      LOG_FORMAT: 'json',
      LOG_LEVEL: 'warn',
      RENOVATE_BASE_DIR: join(home, 'renovate'),
      RENOVATE_PLATFORM: 'local',
      RENOVATE_DRY_RUN: 'extract',
      RENOVATE_REPORT_TYPE: 'file',
      RENOVATE_REPORT_PATH: file,
    },
  });
  const { packageFiles } = (JSON.parse(readFileSync(file, 'utf8')) as Report).repositories.local;
  return Object.entries(packageFiles).flatMap(([manager, all]) =>
    all.flatMap(({ packageFile, deps }) =>
      deps
        .filter(({ currentValue }) => typeof currentValue === 'string')
        .map((each) => ({ ...(each as Dependency), manager, file: packageFile })),
    ),
  );
}
