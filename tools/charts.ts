import { join } from 'node:path';
import { moduleDirectory } from './go.ts';

/** The charts of apps that lie in Go modules, and how their values are called. */
export const charts = [
  {
    app: 'cert-manager',
    name: 'CertManagerValues',
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folder: 'deploy/charts/cert-manager',
  },
  {
    app: 'external-secrets',
    name: 'ExternalSecretsValues',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'deploy/charts/external-secrets',
  },
  {
    app: 'external-dns',
    name: 'ExternalDnsValues',
    module: 'sigs.k8s.io/external-dns',
    version: 'v0.22.0',
    sum: 'h1:+ASJ3KF7DLqHo2LsG8Qinuh2J389MS86I19i/r8ewUc=',
    folder: 'charts/external-dns',
  },
] as const;

/** Where the chart of an app lies: downloaded, and checked against its pinned sum. */
export async function chartDirectory(app: (typeof charts)[number]['app']): Promise<string> {
  const found = charts.find((each) => each.app === app);
  if (found === undefined) throw new Error(`No chart of ${app} is at hand.`);
  return join(await moduleDirectory(found.module, found.version, found.sum), found.folder);
}
