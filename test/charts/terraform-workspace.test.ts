import { TerraformWorkspace, type TerraformWorkspaceProps } from 'sluice/charts';
import { expect, test } from 'vitest';
import { objectsOf } from './objects.ts';

const source = { kind: 'GitRepository', name: 'terraform' } as const;

function specOf(props: Partial<TerraformWorkspaceProps<'zone'>> = {}): unknown {
  return objectsOf((app) => {
    new TerraformWorkspace(app, 'dns', { source, path: './dns', ...props });
  })['Terraform']?.['spec'];
}

test('nothing is applied without approval', () => {
  expect(specOf()).toMatchObject({ approvePlan: '', destroyResourcesOnDeletion: false });
  expect(specOf({ approve: 'auto' })).toMatchObject({ approvePlan: 'auto' });
});

test('inputs are variables, and so are the keys of Secrets', () => {
  expect(specOf({ inputs: { domain: 'example.org' }, inputsFrom: ['token'] })).toMatchObject({
    vars: [{ name: 'domain', value: 'example.org' }],
    varsFrom: [{ kind: 'Secret', name: 'token' }],
  });
});

test('outputs are keys of a Secret of its name', () => {
  expect(specOf({ outputs: ['zone'] })).toMatchObject({
    writeOutputsToSecret: { name: 'dns-outputs', outputs: ['zone'] },
  });
  objectsOf((app) => {
    const dns = new TerraformWorkspace(app, 'dns', { source, path: './dns', outputs: ['zone'] });
    expect(dns.envValue('zone').valueFrom.secretKeyRef.name).toBe('dns-outputs');
  });
});
