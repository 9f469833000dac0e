/** Clusters from text, and what is found wrong with them. */
import { validate, type ValidateOptions, type Validation } from '../../lib/validate/index.ts';
import { kustomization, stateOf } from '../reconcile/cluster.ts';
import { chartsOf } from './charts.ts';

/** What every cluster has, unless a text has a file of the same name. */
const defaults = {
  'clusters/home/namespaces.yaml': ['demo', 'flux-system']
    .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`)
    .join('---\n'),
  'clusters/home/demo.yaml': kustomization('demo', './demo'),
  'demo/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: demo\ndata:\n  colour: blue\n',
};

/** The files of a text: each follows a line `# path`, what comes first is `demo/example.yaml`. */
function filesIn(text: string): Readonly<Record<string, string>> {
  const [first = '', ...rest] = text.split(/^# (\S+\.yaml)\n/m);
  const files: Record<string, string> = { ...defaults };
  if (first.trim() !== '') files['demo/example.yaml'] = first;
  for (let index = 0; index + 1 < rest.length; index += 2) {
    files[rest[index] ?? ''] = rest[index + 1] ?? '';
  }
  return files;
}

/** Validates the cluster that a text describes. */
export async function validated(
  text: string,
  options: Partial<ValidateOptions> = {},
): Promise<Validation> {
  const files = filesIn(text);
  const state = await stateOf(files, { entry: 'clusters/home', charts: chartsOf(files) });
  return validate(state, {
    textOf: (file) => files[file],
    filesIn: (folder) => Object.keys(files).filter((file) => file.startsWith(folder)),
    practice: 'all',
    environment: 'production',
    ...options,
  });
}

/** The codes that are found, each once. */
export async function codesIn(
  text: string,
  options: Partial<ValidateOptions> = {},
): Promise<readonly string[]> {
  const { findings } = await validated(text, options);
  return [...new Set(findings.map(({ code }) => code))].sort();
}

/** What is found, as `code object field`. */
export async function findingsIn(
  text: string,
  options: Partial<ValidateOptions> = {},
): Promise<readonly string[]> {
  const { findings } = await validated(text, { practice: 'none', ...options });
  return findings.map(({ code, location: { object = '', field = '' } }) =>
    `${code} ${object} ${field}`.trim(),
  );
}
