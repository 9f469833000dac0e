import { type AppChart, type EncryptedSecret } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';
import { checkRecipients } from './recipients.ts';
import { type ReadText, readSecretFile } from './secret-file.ts';

type Report = (diagnostic: Diagnostic) => void;

/** The parts of a manifest that synth can write into a file. */
const settable = new Set(['name', 'namespace', 'labels', 'annotations']);

/**
 * The object of an EncryptedSecret: what its file holds, with the metadata that its construct
 * gives.
 *
 * @param given the construct's own manifest, which has no values
 */
export function renderEncrypted(
  secret: EncryptedSecret,
  given: Manifest,
  app: AppChart,
  readText: ReadText,
  report: Report,
): RenderedObject | undefined {
  if (app === app.cluster.entry) {
    const message = 'flux-operator makes the Kustomization of the entry, which decrypts nothing';
    const hint = 'Put the Secret into an app of its own, or into cluster.flux.';
    report(errorAt('misplaced-object', locate(secret), message, { hint }));
  }
  const { apiVersion: _, kind: __, metadata, ...fields } = given;
  const others = [
    ...Object.keys(fields),
    ...Object.keys(metadata)
      .filter((each) => !settable.has(each))
      .map((each) => `metadata.${each}`),
  ];
  if (others.length > 0) {
    const message = `only the file itself can give an encrypted Secret its ${others.join(', ')}`;
    report(errorAt('changed-ciphertext', locate(secret), message));
  }
  const sealed = readSecretFile(secret.file, secret, readText, report);
  if (sealed === undefined) return undefined;
  checkRecipients(sealed, app.cluster, app.environment, report);
  const from = sealed.manifest.metadata;
  const labels = { ...from.labels, ...metadata.labels };
  const annotations = { ...from.annotations, ...metadata.annotations };
  const merged: Manifest['metadata'] = {
    ...from,
    name: metadata.name,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  return { manifest: { ...sealed.manifest, metadata: merged }, construct: secret, sealed };
}
