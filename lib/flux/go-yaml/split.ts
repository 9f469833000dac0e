import type { YamlProblem } from '../../kubernetes/index.ts';

/**
 * Cuts a stream into documents as Kubernetes does (k8s.io/apimachinery v0.36, util/yaml): at lines
 * that begin with `---`, behind which only a comment may stand.
 */
export function splitGoYaml(text: string): { readonly documents: readonly string[] } | YamlProblem {
  const wrong = /^---[^\S\n]*[^\s#].*$/m.exec(text)?.[0];
  if (wrong !== undefined) return { problem: `invalid Yaml document separator: ${wrong.slice(3)}` };
  return { documents: text.split(/^---.*\n?/m) };
}
