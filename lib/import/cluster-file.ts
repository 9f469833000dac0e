import { printLiteral, printText, type Literal, Code, visible } from './literal.ts';
import { printFile } from './module-file.ts';
import { functionName } from './names.ts';
import type { WrittenApp } from './program.ts';

/** A cluster of the program. */
export interface ClusterFile {
  /** Its name among the states; `name` is a DNS label. */
  readonly cluster: string;
  readonly name: string;
  readonly environment: 'development' | 'staging' | 'production';
  /** Where the repository is, as its root's source has it. */
  readonly source: { readonly url: string; readonly branch: string };
  /** Minor version of Kubernetes. */
  readonly kubernetes: string;
  /** Who reads the SOPS files. */
  readonly recipients: readonly string[];
  readonly apps: readonly WrittenApp[];
}

/** Prints the module of a cluster. */
export function printCluster(cluster: ClusterFile): string {
  const { name, environment, source, kubernetes, recipients, apps } = cluster;
  const props: Record<string, Literal> = {
    environment: new Code(`Environment.${environment}`),
    domain: 'example.org',
    kubernetes,
    source: { ...source },
    flux: 'existing',
    ...(recipients.length > 0 && { sops: { age: recipients } }),
  };
  const remarks = (path: readonly (string | number)[]): string[] =>
    path[0] === 'domain' ? ['Nothing that was imported asks for it.'] : [];
  const body = [
    ...(apps.length === 0
      ? []
      : [
          '/** An app in the folder that its Kustomization applies. */',
          'const at = (path: string): AppChartProps => ({ kustomization: { path } });',
          '',
        ]),
    `/** The cluster ${visible(name)}: its root and its Kustomizations are those that it had. */`,
    `export function ${functionName(name)}(fleet: Fleet): void {`,
    `  ${apps.length === 0 ? '' : 'const cluster = '}new Cluster(fleet, ${printText(name)}, ${printLiteral(props, { indent: 2, column: 90, remarks })});`,
    ...apps.map(({ app, className, name: id }) => newApp(className, id, app.directory)),
    '}',
  ];
  const imports = ['sluice Cluster', 'sluice Environment', 'sluice type Fleet'];
  if (apps.length > 0) imports.push('sluice type AppChartProps');
  return printFile(
    [...imports, ...apps.map((app) => `../../apps/${app.name}/index.ts ${app.className}`)],
    body,
  );
}

/**
 * The line that puts an app into a cluster.
 *
 * @param directory the folder that its Kustomization applies. Default: synth makes both
 */
export function newApp(className: string, id: string, directory?: string): string {
  const place = directory === undefined ? [] : [`at(${printText(directory)})`];
  const args = ['cluster', printText(id), ...place];
  const line = `  new ${className}(${args.join(', ')});`;
  if (line.length <= 100) return line;
  return [`  new ${className}(`, ...args.map((arg) => `    ${arg},`), '  );'].join('\n');
}

/** Prints the program. */
export function printMain(clusters: readonly string[]): string {
  const imports = clusters.map((name) => `./${name}/index.ts ${functionName(name)}`);
  const calls = clusters.map((name) => `  ${functionName(name)}(fleet);`);
  return printFile(['sluice run', ...imports], ['run((fleet) => {', ...calls, '});']);
}
