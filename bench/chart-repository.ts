import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Charts that are rendered; three of them have a large CRD. */
export const chartNames = Array.from({ length: 10 }, (_, index) => `service-${String(index)}`);

/** What else the index of the repository lists: 200 charts of 25 versions, some 2 MB. */
const others = { charts: 200, versions: 25 };

const helpers = `{{- define "labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
`;

const parts: Readonly<Record<string, readonly [apiVersion: string, spec: string]>> = {
  ServiceAccount: ['v1', 'automountServiceAccountToken: false'],
  Service: ['v1', 'spec: {selector: {a: b}, ports: [{name: http, port: {{ .Values.port }}}]}'],
  ConfigMap: [
    'v1',
    'data:\n{{- range $i, $_ := until 40 }}\n  key-{{ $i }}: {{ printf "%s-%d" $.Release.Name $i | quote }}\n{{- end }}',
  ],
  Deployment: [
    'apps/v1',
    `spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app.kubernetes.io/instance: {{ .Release.Name }}}}
  template:
    metadata:
      labels: {{- include "labels" . | nindent 8 }}
    spec:
      containers:
      - name: main
        image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
        resources: {{- toYaml .Values.resources | nindent 10 }}`,
  ],
  Role: [
    'rbac.authorization.k8s.io/v1',
    'rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]',
  ],
  NetworkPolicy: ['networking.k8s.io/v1', 'spec: {podSelector: {}, policyTypes: [Ingress]}'],
  PodDisruptionBudget: ['policy/v1', 'spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}'],
};

function templateOf(kind: string, [apiVersion, spec]: readonly [string, string]): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  labels: {{- include "labels" . | nindent 4 }}
${spec}
`;
}

const values = `replicas: 1
port: 8080
image: {repository: ghcr.io/example/service, tag: ""}
resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 128Mi}}
`;

/** A definition of some 200 kB, as operators have them. */
function largeCrd(name: string): string {
  const fields = Array.from(
    { length: 1500 },
    (_, index) => `              field${String(index)}:
                description: What field ${String(index)} of the object is for, in a sentence or two.
                type: string`,
  );
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: zones.${name}.example.org
spec:
  group: ${name}.example.org
  scope: Namespaced
  names: {kind: Zone, plural: zones}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
${fields.join('\n')}
`;
}

function writeChart(folder: string, name: string, isLarge: boolean): void {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name, file)), { recursive: true });
    writeFileSync(path.join(folder, name, file), text);
  };
  write('Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nappVersion: 2.0.0\n`);
  write('values.yaml', values);
  write('templates/_helpers.tpl', helpers);
  for (const [kind, part] of Object.entries(parts)) {
    write(`templates/${kind.toLowerCase()}.yaml`, templateOf(kind, part));
  }
  if (isLarge) write('crds/zones.yaml', largeCrd(name));
}

function filler(): string {
  const lines: string[] = [];
  for (let chart = 0; chart < others.charts; chart += 1) {
    lines.push(`  zz-other-${String(chart)}:`);
    for (let version = 0; version < others.versions; version += 1) {
      lines.push(
        '  - apiVersion: v2',
        '    appVersion: 1.0.0',
        '    created: "2024-01-01T00:00:00Z"',
        '    description: A chart that nobody here asks for, and that every client reads.',
        `    digest: ${'0'.repeat(64)}`,
        `    name: zz-other-${String(chart)}`,
        `    urls: [zz-other-${String(chart)}-1.${String(version)}.0.tgz]`,
        `    version: 1.${String(version)}.0`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A repository of charts, packed and listed by Helm itself, on a port of loopback. */
export async function serveCharts(folder: string, helm: string): Promise<[string, Server]> {
  const packed = path.join(folder, 'packed');
  mkdirSync(packed, { recursive: true });
  for (const [index, name] of chartNames.entries()) writeChart(folder, name, index < 3);
  const sources = chartNames.map((name) => path.join(folder, name));
  await run(helm, ['package', ...sources, '--destination', packed]);
  await run(helm, ['repo', 'index', packed]);
  const index = readFileSync(path.join(packed, 'index.yaml'), 'utf8');
  const whole = index.replace(/^generated:/m, `${filler()}generated:`);
  const server = createServer(({ url = '' }, response) => {
    response.end(url === '/index.yaml' ? whole : readFileSync(path.join(packed, url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, server];
}
