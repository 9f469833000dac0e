import { fluxAnnotations } from '../flux/index.ts';
import { isMap, type Manifest, valueAt } from '../kubernetes/index.ts';

/**
 * The construct of Sluice that gives an object as it is. One that has defaults of its own does so
 * only where the object says something there itself.
 */
export function exactConstruct(manifest: Manifest): string | undefined {
  const { apiVersion, kind, metadata, spec, ...rest } = manifest;
  if (apiVersion === 'v1' && kind === 'Namespace' && spec === undefined) {
    const isKept = metadata.annotations?.[fluxAnnotations.prune] === 'disabled';
    return isKept && Object.keys(rest).length === 0 ? 'Namespace' : undefined;
  }
  const needed = defaultedFields.get(`${apiVersion}/${kind}`);
  if (needed === undefined || !isMap(spec) || 'metadata' in spec) return undefined;
  if (Object.keys(rest).length > 0) return undefined;
  const says = (field: string): boolean => valueAt(spec, ...field.split('.')) !== undefined;
  const isExact = needed.every((fields) => fields.some(says));
  return isExact ? kind : undefined;
}

const source = [['interval'], ['timeout']];

/** For each field with a default, itself and what else keeps the default away (`lib/constructs/flux`). */
const defaultedFields: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['source.toolkit.fluxcd.io/v1/GitRepository', source],
  ['source.toolkit.fluxcd.io/v1/OCIRepository', source],
  ['source.toolkit.fluxcd.io/v1/Bucket', source],
  ['source.toolkit.fluxcd.io/v1/HelmRepository', [['interval']]],
  ['notification.toolkit.fluxcd.io/v1beta3/Provider', []],
  ['notification.toolkit.fluxcd.io/v1beta3/Alert', []],
  ['notification.toolkit.fluxcd.io/v1/Receiver', []],
  ['fluxcd.controlplane.io/v1/ResourceSet', []],
  [
    'kustomize.toolkit.fluxcd.io/v1/Kustomization',
    [['interval'], ['retryInterval'], ['timeout'], ['prune']],
  ],
  [
    'helm.toolkit.fluxcd.io/v2/HelmRelease',
    [
      ['interval'],
      ['timeout'],
      ['driftDetection.mode'],
      ['install.strategy', 'install.remediation'],
      ['install.crds', 'install.skipCRDs'],
      ['upgrade.strategy', 'upgrade.remediation'],
      ['upgrade.crds'],
    ],
  ],
]);
