// What a save takes under `sluice dev`, in a program of 100 apps: from the save to the printed result.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDev, writeProject } from '../test/support/dev.ts';
import { run, tool } from '../tools/process.ts';
import { median, row } from './report.ts';

const saves = 15;
const count = 100;

await run(...tool('build'));
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-dev-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

function appText(name: string, port: number): string {
  return `import { AppChart, type Cluster } from 'sluice';
import { WebService } from 'sluice/charts';

export class ${name} extends AppChart {
  constructor(scope: Cluster, id: string) {
    super(scope, id, { namespace: id });
    new WebService(this, 'web', {
      image: 'docker.io/traefik/whoami:v1.11.0',
      port: ${port},
      host: \`\${id}.\${this.cluster.domain}\`,
    });
  }
}
`;
}

const names = Array.from({ length: count }, (_, index) => `App${String(index)}`);
writeProject(folder, {
  'main.ts': `import { Cluster, Environment, run } from 'sluice';
${names.map((name) => `import { ${name} } from './apps/${name}.ts';`).join('\n')}

run((fleet) => {
  const cluster = new Cluster(fleet, 'home', {
    environment: Environment.production,
    domain: 'home.example.org',
    kubernetes: '1.34',
    source: { url: 'ssh://git@github.com/acme/manifests', branch: 'main' },
  });
${names.map((name) => `  new ${name}(cluster, '${name.toLowerCase()}');`).join('\n')}
});
`,
  ...Object.fromEntries(names.map((name) => [`apps/${name}.ts`, appText(name, 8080)])),
});

console.log('\ndev\n');
const { child, next } = startDev(folder);
await next();
const times: number[] = [];
for (let save = 1; save <= saves; save += 1) {
  const start = performance.now();
  writeFileSync(path.join(folder, 'apps/App7.ts'), appText('App7', 8080 + save));
  const { plan } = await next();
  times.push(performance.now() - start);
  const changes = plan?.clusters.flatMap((cluster) => cluster.changes) ?? [];
  if (changes.length === 0) throw new Error('a save changed nothing');
}
child.kill('SIGINT');
// The first ones find a program that V8 has not compiled yet.
row('a save in one of 100 apps', `${median(times.slice(5)).toFixed(0)} ms`, 'under 300');
row('the first save', `${(times[0] ?? Number.NaN).toFixed(0)} ms`, '');
