// What kustomize-controller asks of the API server and needs of memory, by the number of Kustomizations:
// the real one, with 10 ConfigMaps of 1 KiB in each. docs/scale.md quotes the table.
import { readFile } from 'node:fs/promises';
import { type Cluster, startCluster } from '../test/cluster/harness/index.ts';

const counts = [50, 200];
const objectsEach = 10;

/** A tree with so many Kustomizations below the root. */
function treeOf(count: number, revision: string): Map<string, string> {
  const tree = new Map([['README.md', revision]]);
  for (let index = 0; index < count; index += 1) {
    const name = `app-${index}`;
    const kustomization = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: 'flux-system' },
      spec: {
        interval: '1h',
        path: `./apps/${name}`,
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      },
    };
    tree.set(`entry/${name}.yaml`, JSON.stringify(kustomization));
    for (let object = 0; object < objectsEach; object += 1) {
      const metadata = { name: `${name}-${object}`, namespace: 'default' };
      const config = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { a: 'x'.repeat(1024) },
      };
      tree.set(`apps/${name}/${object}.yaml`, JSON.stringify(config));
    }
  }
  return tree;
}

/** All requests that the API server has answered, but those that others than Flux make. */
async function requests({ client }: Cluster): Promise<number> {
  const text = String(await client.request('GET', '/metrics'));
  const lines = text.match(/^apiserver_request_total\{.*$/gm) ?? [];
  const ofFlux = lines.filter(
    (line) =>
      /resource="(?:configmaps|kustomizations|events)"/.test(line) &&
      !/verb="(?:LIST|WATCH)"/.test(line),
  );
  return ofFlux.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** Memory that a process holds now, in MiB. */
async function memory(cluster: Cluster, name: string): Promise<number> {
  const status = await readFile(`/proc/${cluster.pids.get(name) ?? 0}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

console.log(
  '| Kustomizations | objects | requests of the first revision | of each further one | of each Kustomization | seconds | memory of kustomize-controller | of kube-apiserver |',
);
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const count of counts) {
  const cluster = await startCluster({ controllerFlags: ['--concurrent=20'] });
  try {
    await cluster.syncFrom({ path: 'entry' });
    const start = await requests(cluster);
    await cluster.waitReady(await cluster.publish(treeOf(count, 'one')), 300_000);
    const installed = await requests(cluster);
    const begin = performance.now();
    await cluster.waitReady(await cluster.publish(treeOf(count, 'two')), 300_000);
    const seconds = (performance.now() - begin) / 1000;
    const again = (await requests(cluster)) - installed;
    const cells = [
      count,
      count * objectsEach,
      installed - start,
      again,
      (again / count).toFixed(1),
      seconds.toFixed(1),
      `${(await memory(cluster, 'kustomize-controller')).toFixed(0)} MiB`,
      `${(await memory(cluster, 'kube-apiserver')).toFixed(0)} MiB`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  } finally {
    await cluster.stop();
  }
}
