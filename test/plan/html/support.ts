/** Pages of plans, and texts that would like to be more than text in one. */
import { planCluster, renderHtml, stagesOf } from '../../../lib/plan/index.ts';
import type { ClusterState } from '../../../lib/reconcile/index.ts';
import { claim, cluster, configMap, deployment, kustomization, running } from '../support.ts';

export function pageOf(base: ClusterState, head: ClusterState): string {
  const clusters = [planCluster({ base, head })];
  return renderHtml({ version: 1, clusters, stages: stagesOf(clusters) });
}

export const hostileTexts = [
  '</script><script>window.hit = 1</script>',
  '</noscript><img src=x onerror="window.hit = 1">',
  '<!--<script>',
  '" onclick="window.hit = 1',
  "'><svg onload=window.hit=1>",
  '&lt;b&gt;&#60;i',
  '\u001b[31mred\u001b]0;title\u0007',
  '\u202egnp.exe',
  '\u2066left\u2069',
  'a\nb',
  '\u0000',
];

/** A page of as many changes: of five, one has a danger, one is new and three are updated. */
export function pageOfMany(count: number): string {
  const state = (version: number) =>
    cluster(
      Array.from({ length: count / 5 }, (_, index) =>
        kustomization(`app-${index}`, [
          configMap(`a-${index}`, { data: { key: `version-${version}`, other: 'same' } }),
          configMap(`b-${index}`, { data: { text: `one\ntwo\nversion ${version}\nthree\n` } }),
          deployment(`web-${index}`, running(`example/app-${index}:${version}.2.3`)),
          version === 1 ? claim(`data-${index}`) : configMap(`new-${index}`, { data: { a: 'b' } }),
        ]),
      ),
    );
  return pageOf(state(1), state(2));
}
