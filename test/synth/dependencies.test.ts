import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import type { AppChart, Cluster } from '../../lib/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  diagnosticsOf,
  kustomizationSpec,
  onlyDiagnostic,
} from '../support/fleet.ts';

/** `dependsOn` of the app `web`. */
function dependsOn(define: (cluster: Cluster) => void): unknown {
  const synthesis = cleanSynth((fleet) => define(clusterIn(fleet)));
  return kustomizationSpec(synthesis, 'web')['dependsOn'];
}

describe('an app waits for another', () => {
  const expected = [{ name: 'db' }];

  it('that its props name', () => {
    const found = dependsOn((cluster) => appIn(cluster, 'web', { after: [appIn(cluster, 'db')] }));
    expect(found).toEqual(expected);
  });

  it('that it depends on', () => {
    const found = dependsOn((cluster) => {
      const [web, db] = [appIn(cluster, 'web'), appIn(cluster, 'db')];
      web.addDependency(db);
    });
    expect(found).toEqual(expected);
  });

  it('if an object inside depends on an object inside the other', () => {
    const found = dependsOn((cluster) => {
      const [web, db] = [appIn(cluster, 'web'), appIn(cluster, 'db')];
      const inner = configMapIn(new Construct(web, 'a'), 'inner');
      inner.addDependency(configMapIn(new Construct(db, 'b'), 'inner'));
    });
    expect(found).toEqual(expected);
  });

  it('once, however many of its objects do', () => {
    const found = dependsOn((cluster) => {
      const db = appIn(cluster, 'db');
      const web = appIn(cluster, 'web', { after: [db] });
      for (const id of ['a', 'b']) {
        configMapIn(web, id).addDependency(configMapIn(db, `db-${id}`));
      }
    });
    expect(found).toEqual(expected);
  });

  it('if it depends on a construct above the other', () => {
    const found = dependsOn((cluster) => {
      const databases = new Construct(cluster, 'databases');
      for (const id of ['redis', 'db']) appIn(databases, id);
      appIn(cluster, 'web').node.addDependency(databases);
    });
    expect(found).toEqual([{ name: 'db' }, { name: 'redis' }]);
  });

  it('if a construct above it depends on the other', () => {
    const found = dependsOn((cluster) => {
      const sites = new Construct(cluster, 'sites');
      appIn(sites, 'web');
      sites.node.addDependency(appIn(cluster, 'db'));
    });
    expect(found).toEqual(expected);
  });

  it('in a list that is sorted by name', () => {
    const found = dependsOn((cluster) => {
      const after = ['c', 'a', 'b'].map((id) => appIn(cluster, id));
      appIn(cluster, 'web', { after });
    });
    expect(found).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  });

  it('in a list whose order does not depend on that of the program', () => {
    const render = (order: readonly string[]) =>
      dependsOn((cluster) => {
        const after = order.map((namespace) =>
          appIn(cluster, `db-${namespace}`, { kustomization: { name: 'db', namespace } }),
        );
        appIn(cluster, 'web', { after });
      });
    expect(render(['one', 'two', 'three'])).toEqual(render(['three', 'two', 'one']));
  });
});

it('objects of one app that depend on each other make no dependsOn', () => {
  const found = dependsOn((cluster) => {
    const web = appIn(cluster, 'web');
    configMapIn(web, 'a').addDependency(configMapIn(web, 'b'));
  });
  expect(found).toBeUndefined();
});

it('an app that waits for one in another cluster is an error that names both', () => {
  const { message } = onlyDiagnostic((fleet) => {
    const db = appIn(clusterIn(fleet, 'lab'), 'db');
    appIn(clusterIn(fleet), 'web', { after: [db] });
  }, 'cross-cluster-dependency');
  expect(message).toContain('home/web waits for lab/db');
});

describe('a circle of dependencies is one error that names it', () => {
  function circle(define: (cluster: Cluster) => void): string {
    const { message } = onlyDiagnostic((fleet) => define(clusterIn(fleet)), 'dependency-cycle');
    return message.replace('apps wait for each other: ', '');
  }

  /** Each app waits for the next, and the last for the first. */
  function ring(apps: readonly AppChart[]): void {
    for (const [index, app] of apps.entries()) {
      const next = apps[(index + 1) % apps.length];
      if (next) app.addDependency(next);
    }
  }

  it('between two apps', () => {
    const found = circle((cluster) => ring(['a', 'b'].map((id) => appIn(cluster, id))));
    expect(found).toBe('a → b → a');
  });

  it('between three apps', () => {
    const found = circle((cluster) => ring(['a', 'b', 'c'].map((id) => appIn(cluster, id))));
    expect(found).toBe('a → b → c → a');
  });

  it('from apps that only lead to it', () => {
    const found = circle((cluster) => {
      const [a, ...others] = ['a', 'b', 'c'].map((id) => appIn(cluster, id));
      if (a) ring(others);
      if (a && others[0]) a.addDependency(others[0]);
    });
    expect(found).toBe('b → c → b');
  });

  it('from flux to an app, which flux itself brings', () => {
    const found = circle((cluster) => cluster.flux.addDependency(appIn(cluster, 'a')));
    expect(found).toContain('flux');
    expect(found).toContain('a');
  });

  it('from the entry to an app', () => {
    const found = circle((cluster) => cluster.entry.addDependency(appIn(cluster, 'a')));
    expect(found).toContain('flux-system');
  });

  it('between wrappers', () => {
    const found = circle((cluster) => {
      const [one, two] = ['one', 'two'].map((id) => new Construct(cluster, id));
      if (!one || !two) return;
      appIn(one, 'a');
      appIn(two, 'b');
      one.node.addDependency(two);
      two.node.addDependency(one);
    });
    expect(found).toBe('a → b → a');
  });
});

it('two circles are two errors', () => {
  const found = diagnosticsOf((fleet) => {
    const cluster = clusterIn(fleet);
    for (const pair of ['one', 'two']) {
      const [a, b] = ['a', 'b'].map((id) => appIn(cluster, `${pair}-${id}`));
      if (!a || !b) return;
      a.addDependency(b);
      b.addDependency(a);
    }
  });
  expect(found.map(({ code }) => code)).toEqual(['dependency-cycle', 'dependency-cycle']);
});

it('a chain of 200 apps is synthesized', () => {
  const synthesis = cleanSynth((fleet) => {
    const cluster = clusterIn(fleet);
    let before: AppChart | undefined;
    for (let index = 0; index < 200; index += 1) {
      const app = appIn(cluster, `app-${index}`, before ? { after: [before] } : {});
      for (const id of ['a', 'b', 'c', 'd']) configMapIn(app, `${index}-${id}`);
      before = app;
    }
  });
  expect(kustomizationSpec(synthesis, 'app-199')['dependsOn']).toEqual([{ name: 'app-198' }]);
});
