import type { ObjectRef } from '../../bootstrap/index.ts';
import type { FileTree } from '../../core/index.ts';
import { fluxKinds } from '../../flux/index.ts';
import type { Cluster } from '../../io/cluster/index.ts';
import { readYaml, textAt } from '../../kubernetes/index.ts';

const { apiVersion } = fluxKinds.Receiver;

/** The Receivers of a cluster. */
export function receiversIn(tree: FileTree, cluster: string): readonly ObjectRef[] {
  return [...tree].flatMap(([file, text]): readonly ObjectRef[] => {
    if (!file.startsWith(`clusters/${cluster}/`) || !file.includes('/receiver.')) return [];
    const read = readYaml(text);
    if ('problem' in read) return [];
    return read.documents.flatMap((each) => {
      const name = textAt(each, 'metadata', 'name');
      const namespace = textAt(each, 'metadata', 'namespace');
      if (name === undefined || namespace === undefined) return [];
      return [{ apiVersion, kind: 'Receiver', namespace, name }];
    });
  });
}

/** Where forges are to send their events, as notification-controller says: `/hook/…`. */
export async function hookPaths(
  cluster: Cluster,
  receivers: readonly ObjectRef[],
): Promise<readonly string[]> {
  const live = await cluster.live(receivers);
  return receivers.map(({ namespace = '', name }, index) => {
    const path = textAt(live[index], 'status', 'webhookPath');
    const what = `webhook of Receiver ${namespace}/${name}`;
    return path === undefined ? `${what}: not ready yet` : `${what}: ${path}`;
  });
}
