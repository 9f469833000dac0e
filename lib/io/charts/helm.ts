import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderRequest } from '../../reconcile/helm/index.ts';
import {
  findProgram,
  identify,
  inTemporaryFolder,
  Places,
  runProgram,
  writeFiles,
} from '../process/index.ts';
import type { Files } from '../registry/index.ts';

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

/** The helm of SLUICE_HELM or of the PATH; undefined where there is none. */
export function findHelm(env: NodeJS.ProcessEnv): Helm | undefined {
  const file = findProgram('helm', 'SLUICE_HELM', env);
  if (file === undefined) return undefined;
  const places = new Places();
  return {
    id: identify(file),
    template: (chart, request) => places.use(() => templateIn(file, env, chart, request)),
  };
}

/** Renders in a folder of its own, for its owner only: values may be secret, so they go by file. */
function templateIn(
  file: string,
  env: NodeJS.ProcessEnv,
  chart: Files,
  request: Omit<RenderRequest, 'chart'>,
): Promise<HelmResult> {
  return inTemporaryFolder(tmpdir(), 'sluice-helm-', async (folder) => {
    const at = join(folder, 'chart');
    const values = join(folder, 'values.json');
    writeFiles(folder, new Map([['values.json', printValues(request.values)]]));
    writeFiles(at, chart);
    const ended = await runProgram(file, argumentsOf(request, at, values), {
      // Nothing of the person's Helm takes part: no plugins, repositories, registries, namespace.
      env: {
        PATH: env['PATH'],
        HOME: folder,
        TMPDIR: folder,
        TZ: 'UTC',
        HELM_CACHE_HOME: join(folder, 'cache'),
        HELM_CONFIG_HOME: join(folder, 'config'),
        HELM_DATA_HOME: join(folder, 'data'),
        KUBECONFIG: join(folder, 'none'),
      },
      ...limits,
    });
    if ('output' in ended) return { text: ended.output.toString() };
    return { problem: ended.errors.trim() || `helm ${ended.problem}` };
  });
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
