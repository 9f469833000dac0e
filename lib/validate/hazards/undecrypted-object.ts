import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.all) {
    const sops = subject.field('sops');
    if (subject.sealed !== undefined || subject.owner.kind !== 'Kustomization') continue;
    if (!sops.at('mac').exists || subject.kind === 'Secret') continue;
    yield { subject, at: sops, message: 'it is SOPS ciphertext, and nothing decrypts it' };
  }
}

/** The API server has no field named sops; what knows no schema would take ciphertext for values. */
export const undecryptedObject: Rule = {
  about: 'objects',
  code: 'undecrypted-object',
  level: 'error',
  set: 'flux',
  check,
  remedy: 'Add decryption with provider sops to the Kustomization.',
};
