import type { Cluster } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import { isVariableName, quoteVariable, watchLabel } from '../../flux/index.ts';
import { clusterObjects, fluxNamespace } from '../app-of-apps.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';
import { checkRecipients } from './recipients.ts';
import { type ReadText, readSecretFile } from './secret-file.ts';

/** The Secret behind the secret variables, passed through as ciphertext, and its keys. */
export interface ClusterSecrets {
  readonly object: RenderedObject;
  readonly keys: ReadonlySet<string>;
}

/** Reads and checks the file with a cluster's secret variables. */
export function readClusterSecrets(
  cluster: Cluster,
  file: URL,
  readText: ReadText,
  report: (diagnostic: Diagnostic) => void,
): ClusterSecrets | undefined {
  const sealed = readSecretFile(file, cluster, readText, report);
  if (sealed === undefined) return undefined;
  const { location, manifest, keys } = sealed;
  checkRecipients(sealed, cluster, cluster.environment, report);
  const { name, namespace, labels } = manifest.metadata;
  if (name !== clusterObjects.secrets || namespace !== fluxNamespace) {
    const message = `the file must hold the Secret ${fluxNamespace}/${clusterObjects.secrets}`;
    report(errorAt('invalid-name', location, message));
    return undefined;
  }
  if (labels?.[watchLabel.key] !== watchLabel.value) {
    const message = `the Secret lacks the label ${watchLabel.key}: ${watchLabel.value}`;
    const hint = 'With it, Flux applies the apps again as soon as a value changes.';
    report({ code: 'unwatched-secret', severity: 'warning', message, location, hint });
  }
  for (const key of keys) {
    // One that the program asks for is reported where it does.
    if (isVariableName(key) || cluster.variables.has(key)) continue;
    const hint = 'Flux refuses all variables of a Secret if one has such a name.';
    const message = `${key} cannot be the name of a variable`;
    report(errorAt('invalid-name', location, message, { hint }));
  }
  return { object: { manifest, construct: cluster, sealed, folder: 'vars' }, keys };
}

/** Names every secret variable that Flux would not take for one. */
export function reportInvalidVariables(
  cluster: Cluster,
  report: (diagnostic: Diagnostic) => void,
): void {
  for (const name of cluster.variables) {
    if (isVariableName(name) && name !== quoteVariable.name) continue;
    report(
      errorAt('invalid-name', locate(cluster), `no secret variable can be named ${name}`, {
        hint: 'Use letters, digits and _; not quote, nor what YAML reads as yes or no.',
      }),
    );
  }
}

/** Names every secret variable that the cluster's file does not hold. */
export function reportUnknownVariables(
  cluster: Cluster,
  keys: ReadonlySet<string>,
  report: (diagnostic: Diagnostic) => void,
): void {
  for (const name of cluster.variables) {
    if (keys.has(name)) continue;
    report(
      errorAt('unknown-variable', locate(cluster), `no secret variable is named ${name}`, {
        hint: `The cluster's file has: ${[...keys].sort().join(', ')}.`,
      }),
    );
  }
}
