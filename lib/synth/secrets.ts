import type { Cluster } from '../constructs/index.ts';
import { type Diagnostic, errorAt } from '../core/index.ts';
import { isVariableName, quoteVariable, watchLabel } from '../flux/index.ts';
import { type JsonObject, type Manifest, readYaml } from '../kubernetes/index.ts';
import { clusterObjects, fluxNamespace } from './app-of-apps.ts';
import { locate } from './locate.ts';
import type { RenderedObject } from './rendered.ts';

/** Reads a file that a construct names. Throws where it cannot be read. */
export type ReadText = (file: URL) => string;

/** Whether a manifest is SOPS ciphertext, which Flux decrypts before it applies it. */
export function isEncrypted(manifest: Manifest): boolean {
  return typeof (manifest['sops'] as JsonObject | undefined)?.['mac'] === 'string';
}

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
  const at = { construct: cluster.node.path, file: decodeURI(file.pathname) };
  const fail = (code: Diagnostic['code'], message: string, hint?: string, line?: number): void => {
    const location = line === undefined ? at : { ...at, line };
    report(errorAt(code, location, message, hint === undefined ? {} : { hint }));
  };
  let text: string;
  try {
    text = readText(file);
  } catch (cause) {
    fail('unreadable-file', cause instanceof Error ? cause.message : String(cause));
    return undefined;
  }
  const read = readYaml(text);
  if ('problem' in read) {
    fail('unreadable-file', read.problem, 'The file must be YAML.', read.line);
    return undefined;
  }
  const [document, ...others] = read.documents;
  if (document === undefined || others.length > 0) {
    fail('unreadable-file', `the file has ${String(read.documents.length)} documents, not one`);
    return undefined;
  }
  const manifest = document as unknown as Manifest;
  const values = { ...entries(manifest['data']), ...entries(manifest['stringData']) };
  if (!isEncrypted(manifest) || Object.values(values).some((value) => !isCiphertext(value))) {
    fail('plaintext-secret', 'the file is not SOPS ciphertext', 'Encrypt it: sops encrypt -i FILE');
    return undefined;
  }
  const { name, namespace } = entries(manifest.metadata);
  if (
    manifest.kind !== 'Secret' ||
    name !== clusterObjects.secrets ||
    namespace !== fluxNamespace
  ) {
    fail(
      'invalid-name',
      `the file must hold the Secret ${fluxNamespace}/${clusterObjects.secrets}`,
    );
    return undefined;
  }
  if (manifest.metadata.labels?.[watchLabel.key] !== watchLabel.value) {
    const message = `the Secret lacks the label ${watchLabel.key}: ${watchLabel.value}`;
    const hint = 'With it, Flux applies the apps again as soon as a value changes.';
    report({ code: 'unwatched-secret', severity: 'warning', message, location: at, hint });
  }
  for (const key of Object.keys(values)) {
    // One that the program asks for is reported where it does.
    if (isVariableName(key) || cluster.variables.has(key)) continue;
    const hint = 'Flux refuses all variables of a Secret if one has such a name.';
    fail('invalid-name', `${key} cannot be the name of a variable`, hint);
  }
  const object = { manifest, construct: cluster, text, folder: 'vars' };
  return { object, keys: new Set(Object.keys(values)) };
}

function entries(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

function isCiphertext(value: unknown): boolean {
  return typeof value === 'string' && (value === '' || value.startsWith('ENC[AES256_GCM,'));
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
