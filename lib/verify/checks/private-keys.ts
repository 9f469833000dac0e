import { plural } from '../../core/index.ts';
import { secretShapes } from '../../kubernetes/index.ts';
import { readText } from '../../reconcile/index.ts';
import type { Check } from '../check.ts';
import { type CommittedFiles, type Evidence, type Known, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** Whoever can read the repository, or ever could, has a private key that was committed. */
export const privateKeys: Check = {
  id: 'private-keys',
  title: 'No private key is in Git',
  part: 'offline',
  look,
};

const shapes = secretShapes.filter(({ name }) => name.startsWith('a private key'));

function look({ program, clusters }: Evidence): Outcome {
  const findings = new Findings();
  const known: Known<CommittedFiles>[] = [
    'value' in program.checkout ? program.checkout.value.files : program.checkout,
    ...clusters.map(({ manifests }) =>
      'value' in manifests ? { value: manifests.value.files } : manifests,
    ),
  ];
  const all = new Set(known.map((each) => valueOf(each, findings.note)));
  all.delete(undefined);
  for (const files of all) {
    for (const file of files?.withKeyMarks ?? []) if (files) search(files, file, findings);
  }
  return findings.outcome(all.size === 0 ? undefined : plural(all.size, 'commit'));
}

function search({ name, tree }: CommittedFiles, file: string, findings: Findings): void {
  const text = readText(tree, file);
  for (const shape of shapes) {
    const at = text.search(shape.pattern);
    if (at < 0) continue;
    const line = text.slice(0, at).split('\n').length;
    const remedy =
      'Make a new key, encrypt anew what the old one opens, and remove the file; its history keeps it.';
    findings.fail(`${name} holds ${shape.name}`, remedy, { file, line });
    return;
  }
}
