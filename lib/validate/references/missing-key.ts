import { isMap } from '../../kubernetes/index.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen, neededBy } from './named.ts';

/** The keys of a ConfigMap or Secret; undefined where something else fills it in the cluster. */
function keysOf({ manifest, id }: Subject, cluster: Subjects): ReadonlySet<string> | undefined {
  const parts = ['data', 'stringData', 'binaryData'].map((part) => manifest[part]).filter(isMap);
  const keys = new Set(parts.flatMap((part) => Object.keys(part)));
  const isTyped = manifest['type'] === 'kubernetes.io/service-account-token';
  const isFilled = Object.keys(manifest.metadata.annotations ?? {}).some((key) =>
    /inject|replicat|reflect|kustomize\.toolkit\.fluxcd\.io\/ssa/.test(key),
  );
  if (keys.size === 0 || isTyped || isFilled) return undefined;
  return cluster.isMade(id.kind, id.namespace, id.name) ? undefined : keys;
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const pod of cluster.pods) {
    const { subject } = pod;
    for (const { kind, name, keys } of neededBy(pod)) {
      const found = cluster.find(kind, subject.id.namespace, name.text ?? '');
      const known = found && keysOf(found, cluster);
      if (found === undefined || known === undefined) continue;
      if (!isChosen(subject, name.text ?? '', cluster)) continue;
      for (const key of keys) {
        if (key.text === undefined || known.has(key.text)) continue;
        yield { subject, at: key, message: `${found.name} has no key ${subject.said(key)}` };
      }
    }
  }
}

/** A container waits forever for a key that its ConfigMap or Secret has not. */
export const missingKey: Rule = {
  about: 'objects',
  code: 'missing-key',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Correct the key, or add it.',
};
