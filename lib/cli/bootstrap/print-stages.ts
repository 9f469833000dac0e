import { masked, type SecretText, type Stage } from '../../bootstrap/index.ts';
import { emitYaml, type JsonObject } from '../../kubernetes/index.ts';

/** Every object as YAML, stage by stage, with a mask in place of each secret. */
export function formatStages(stages: readonly Stage<SecretText>[]): string {
  return stages
    .map(({ title, objects }, index) => {
      const documents = objects.map(({ manifest, secrets }) => {
        const shown = secrets && {
          stringData: Object.fromEntries(Object.keys(secrets).map((key) => [key, masked])),
        };
        return `---\n${emitYaml({ ...manifest, ...shown } as unknown as JsonObject)}`;
      });
      return `# ${index + 1}. ${title}\n${documents.join('')}`;
    })
    .join('');
}
