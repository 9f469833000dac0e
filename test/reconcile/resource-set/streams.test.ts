import { expect, test } from 'vitest';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { buildResourceSet } from '../../../lib/reconcile/resource-set/build.ts';
import { askFlux } from '../../flux/flux-check.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';

const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n';
const two = one.replace('one', 'two');

/** Streams of YAML as templates leave them behind. */
const streams: readonly string[] = [
  one,
  `---\n${one}`,
  `${one}---\n${two}`,
  `\n\n---\n\n---\n${one}---\n\n---\n`,
  `# comment\n---\n${one}`,
  `${one}---\n# comment\n`,
  `${one}# comment\n---\n# comment\n${two}`,
  `${one}--- # comment\n${two}`,
  `${one}---   \n${two}`,
  `${one}--- {}\n${two}`,
  `${one}...\n${two}`,
  `${one}\n---\nnull\n`,
  `${one}---\n{}\n`,
  `${one}---\n[]\n`,
  `${one}---\na: b\n`,
  `${one}data:\n  key: |\n    ---\n    x\n`,
  `${one}data: {key: on}\n`,
  `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"}}`,
  `${one}---\n{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"}}`,
  `  ${one.replaceAll('\n', '\n  ')}`,
  `${one}kind: Secret\n`,
  ' ',
];

function ours(text: string): string {
  const resourceSet: Manifest = {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'ResourceSet',
    metadata: { name: 'set' },
    spec: { resourcesTemplate: text },
  };
  const built = buildResourceSet(resourceSet, []);
  if (!('objects' in built)) return 'fails';
  return built.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(' ');
}

describeWithGo("Kubernetes' reading of streams", () => {
  test('finds the same objects', async () => {
    const questions = streams.map((template) => ({ template, inputs: {}, objects: true }));
    const answers = await askFlux<{ objects: readonly (Manifest | null)[] }>('template', questions);
    const compared = streams.map((text, index) => {
      const answer = answers[index]!;
      const theirs =
        'error' in answer
          ? 'fails'
          : answer.result.objects
              // An empty document is an empty object, which the operator then leaves out.
              .filter((object) => object !== null)
              .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
              .join(' ');
      return { text, ours: ours(text), theirs };
    });
    expect(compared.filter((each) => each.ours !== each.theirs)).toEqual([]);
  }, 300_000);
});
