import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { RenderRequest } from '../../reconcile/helm/index.ts';
import type { Files } from './archive.ts';

/** What Helm printed, or what it said instead. */
export type HelmResult = { readonly text: string } | { readonly problem: string };

/** The real Helm. */
export interface Helm {
  /** What tells this program from others, for keys of the cache. */
  readonly id: string;
  template(chart: Files, request: Omit<RenderRequest, 'chart'>): Promise<HelmResult>;
}

/** The longest that a render may take, in milliseconds, and what it may print, in bytes. */
const limits = { time: 60_000, output: 64 << 20 };

/** As many renders at a time as there are processors. */
const places = availableParallelism();

/** The helm of SLUICE_HELM or of the PATH; undefined where there is none. */
export function findHelm(env: NodeJS.ProcessEnv): Helm | undefined {
  const file = findProgram(env);
  if (file === undefined) return undefined;
  const { size, mtimeMs } = statSync(file);
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    id: `${file} ${size} ${mtimeMs}`,
    async template(chart, request) {
      if (running >= places) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await templateIn(file, env, chart, request);
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

function findProgram(env: NodeJS.ProcessEnv): string | undefined {
  const named = env['SLUICE_HELM'];
  const candidates =
    named !== undefined && named !== ''
      ? [named]
      : (env['PATH'] ?? '')
          .split(delimiter)
          .filter(isAbsolute)
          .map((folder) => join(folder, 'helm'));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** Renders in a folder of its own, for its owner only: values may be secret, so they go by file. */
async function templateIn(
  file: string,
  env: NodeJS.ProcessEnv,
  chart: Files,
  request: Omit<RenderRequest, 'chart'>,
): Promise<HelmResult> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-helm-'));
  try {
    await writeFiles(join(folder, 'chart'), chart);
    const values = join(folder, 'values.json');
    await writeFile(values, printValues(request.values), { mode: 0o600 });
    return await run(file, argumentsOf(request, join(folder, 'chart'), values), {
      // Nothing of the person's Helm takes part: no plugins, repositories, registries, namespace.
      PATH: env['PATH'],
      HOME: folder,
      TMPDIR: folder,
      TZ: 'UTC',
      HELM_CACHE_HOME: join(folder, 'cache'),
      HELM_CONFIG_HOME: join(folder, 'config'),
      HELM_DATA_HOME: join(folder, 'data'),
      KUBECONFIG: join(folder, 'none'),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function argumentsOf(
  request: Omit<RenderRequest, 'chart'>,
  chart: string,
  values: string,
): readonly string[] {
  const { releaseName, namespace, kubeVersion, apiVersions, skipSchemaValidation } = request;
  return [
    'template',
    `--namespace=${namespace}`,
    `--values=${values}`,
    '--include-crds',
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...(apiVersions.length === 0 ? [] : [`--api-versions=${apiVersions.join(',')}`]),
    ...(skipSchemaValidation ? ['--skip-schema-validation'] : []),
    '--',
    releaseName,
    chart,
  ];
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))));
  for (const each of folders) await mkdir(each, { recursive: true, mode: 0o700 });
  for (const [path, content] of files)
    await writeFile(join(folder, path), content, { mode: 0o600 });
}

/** JSON is YAML, but for characters that YAML wants escaped. */
function printValues(values: unknown): string {
  const text = JSON.stringify(values, (_, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  return text.replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<HelmResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limits.time,
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let length = 0;
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      length += chunk.length;
      if (length > limits.output) child.kill('SIGKILL');
      else into.push(chunk);
    };
    child.stdout.on('data', collect(output));
    child.stderr.on('data', collect(errors));
    child.on('error', (error) => resolve({ problem: error.message }));
    child.on('close', (code, signal) => {
      if (length > limits.output)
        resolve({ problem: `it prints more than ${limits.output} bytes` });
      else if (signal !== null) resolve({ problem: 'it took too long' });
      else if (code === 0) resolve({ text: Buffer.concat(output).toString() });
      else resolve({ problem: Buffer.concat(errors).toString().trim() });
    });
  });
}
