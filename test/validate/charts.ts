/** Charts from text: what `charts/<name>/templates` and `charts/<name>/crds` hold, as it is. */
import { type Manifest, readYaml } from '../../lib/kubernetes/index.ts';
import type { FluxOptions } from '../../lib/reconcile/index.ts';

type Files = Readonly<Record<string, string>>;

function manifestsIn(files: Files, folder: string): readonly Manifest[] {
  return Object.entries(files)
    .filter(([file]) => file.startsWith(folder))
    .flatMap(([, text]) => {
      const read = readYaml(text);
      return 'documents' in read ? (read.documents as unknown as readonly Manifest[]) : [];
    });
}

/** What pulls and renders the charts of a tree without Helm; those from elsewhere are empty. */
export function chartsOf(files: Files): NonNullable<FluxOptions['charts']> {
  return {
    pullSource: () => Promise.resolve({ unavailable: 'no source is pulled here' }),
    pull: ({ origin }) => {
      if (origin.type !== 'source') {
        return Promise.resolve({ name: '', version: '1.0.0', digest: '', asksForApis: false });
      }
      const name = origin.path.replace('./charts/', '');
      return Promise.resolve({ name, version: '1.0.0', digest: name, asksForApis: false });
    },
    render: ({ chart }) => {
      const folder = `charts/${chart.name}`;
      const manifests = manifestsIn(files, `${folder}/templates/`);
      return Promise.resolve({
        objects: { manifests, crds: manifestsIn(files, `${folder}/crds/`) },
      });
    },
  };
}
