import { cacheDirectory, fileCache } from '../reconcile/index.ts';
import { findHelm } from './helm.ts';
import { Charts, type ChartSettings } from './charts.ts';

/** Charts with what the machine gives: Helm, the network, and what earlier runs kept. */
export function machineCharts(
  env: NodeJS.ProcessEnv,
  settings: Pick<ChartSettings, 'offline' | 'mapped'>,
): Charts {
  const directory = `${cacheDirectory(env)}/charts`;
  const cache = fileCache(`${directory}/known`);
  return new Charts({ helm: findHelm(env), directory, cache, env, ...settings });
}
