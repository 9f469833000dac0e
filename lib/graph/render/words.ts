/** Words that all drawings share. They still hold what names hold: each form escapes. */
import { plural } from '../../core/index.ts';
import type { GraphApp, GraphSource } from '../graph.ts';

/** What stands beside an app that does not simply run; with a sign, as not all see colours. */
const states: Readonly<Record<GraphApp['status'], string | undefined>> = {
  applied: undefined,
  suspended: '‖ suspended',
  waiting: '… waits forever',
  opaque: '? content unknown',
  failed: '✕ fails',
  missing: '✕ not in the tree',
};

/** What is not well with an app, or when it is Ready. */
export function stateText(app: GraphApp): string {
  return states[app.status] ?? readyText(app);
}

function readyText({ readyBy, healthChecks }: GraphApp): string {
  if (readyBy === 'wait') return 'ready when healthy';
  return readyBy === 'none' ? 'ready once applied' : `ready by ${plural(healthChecks, 'check')}`;
}

/** Namespace and name, where each is. */
export function partsOf(id: string): { readonly namespace: string; readonly name: string } {
  const slash = id.lastIndexOf('/');
  return { namespace: id.slice(0, Math.max(0, slash)), name: id.slice(slash + 1) };
}

/** All that is known of an app, a line each. */
export function detailsOf(app: GraphApp): readonly string[] {
  const { id, status, parent, source, path, objects, releases, dependsOn, problems } = app;
  if (status === 'missing') return [id, 'others wait for it, and nothing applies it'];
  const counts = [
    plural(objects, 'object'),
    ...(releases > 0 ? [plural(releases, 'Helm release')] : []),
  ];
  return [
    id,
    `${status}, ${readyText(app)}`,
    counts.join(', '),
    `${path} of ${source}`,
    ...(parent === undefined ? [] : [`applied by ${parent}`]),
    ...(dependsOn.length > 0 ? [`waits for ${dependsOn.join(', ')}`] : []),
    ...problems,
  ];
}

/** Kind, name and address of a source. */
export function sourceLines({ id, url }: GraphSource): readonly [string, string] {
  const [kind = '', ...name] = id.split('/');
  return [name.join('/'), url ?? kind];
}
