import type { Answers } from './answers.ts';

/** Names of clusters that are no names of functions, or other ones in the program. */
const taken =
  /^(?:arguments|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|eval|export|extends|false|finally|fleet|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|run|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/** The program: one cluster, one app and its test. */
export function programFiles(answers: Answers): readonly (readonly [string, string])[] {
  const { cluster } = answers;
  const words = cluster.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const define = taken.test(words) ? `${words}Cluster` : words;
  return [
    ['clusters/main.ts', main(cluster, define)],
    [`clusters/${cluster}/index.ts`, clusterFile(answers, define)],
    ['apps/hello/index.ts', app],
    ['test/hello.test.ts', test],
  ];
}

const main = (cluster: string, define: string): string => `import { run } from 'sluice';
import { ${define} } from './${cluster}/index.ts';

run((fleet) => {
  ${define}(fleet);
});
`;

const clusterFile = (
  { cluster, domain, kubernetes, source, branch, age }: Answers,
  define: string,
): string => `import { Cluster, Environment, type Fleet } from 'sluice';
import { Hello } from '../../apps/hello/index.ts';

/** The cluster ${cluster}, and what it runs. */
export function ${define}(fleet: Fleet): void {
  const cluster = new Cluster(fleet, '${cluster}', {
    environment: Environment.production,
    domain: '${domain}',
    kubernetes: '${kubernetes}',
    source: {
      url: '${source}',
      branch: '${branch}',
      secret: 'manifests',
    },
    sops: { age: ['${age}'] },
  });
  new Hello(cluster, 'hello');
}
`;

const app = `import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { WebService } from 'sluice/charts';

/** Answers each request with what it was asked. */
export class Hello extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'hello', ...props });
    new WebService(this, 'web', {
      image: 'docker.io/traefik/whoami:v1.11.0',
      port: 8080,
      args: ['--port=8080'],
      // Once the cluster has an ingress controller: host: \`hello.\${this.cluster.domain}\`,
      replicas: this.environment.pick({ production: 2, default: 1 }),
    });
  }
}
`;

const test = `import { Environment } from 'sluice';
import { manifestsOf, testCluster } from 'sluice/testing';
import { expect, test } from 'vitest';
import { Hello } from '../apps/hello/index.ts';

test.each([
  [Environment.production, 2],
  [Environment.development, 1],
])('in $name, hello has its replicas', (environment, replicas) => {
  const app = new Hello(testCluster({ environment }), 'hello');
  const deployment = manifestsOf(app).find(({ kind }) => kind === 'Deployment');
  expect(deployment).toMatchObject({ spec: { replicas } });
});
`;
