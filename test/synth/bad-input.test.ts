import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AppChart, Cluster, HelmRelease, Namespace } from '../../lib/index.ts';
import { type DiagnosticCode, DiagnosticError, errorAt } from '../../lib/core/index.ts';
import { newFleet, programFailed } from '../../lib/program.ts';
import {
  appIn,
  clusterIn,
  codesOf,
  type Define,
  diagnosticsOf,
  onlyDiagnostic,
  synth,
} from '../support/fleet.ts';
import { temporaryFolder } from '../support/folder.ts';
import { lineHere } from '../support/place.ts';
import { filesIn } from '../support/tree.ts';

const file = fileURLToPath(import.meta.url);
const object = { apiVersion: 'v1', kind: 'ConfigMap' };
const named = { ...object, metadata: { name: 'same' } };

/** The only diagnostic must have this code, and stand at this construct and line of this file. */
function expectAt(define: Define, code: DiagnosticCode, construct: string, line: () => number) {
  const { location } = onlyDiagnostic(define, code);
  expect(location).toMatchObject({ construct, file, line: line() });
}

describe('an error stands at the construct and the line that made it', () => {
  let line = 0;
  const at = () => line;

  it('for an object that is defined twice', () => {
    const define: Define = (fleet) => {
      const app = appIn(clusterIn(fleet));
      new ApiObject(app, 'a', named);
      line = lineHere() + 1;
      new ApiObject(app, 'b', named);
    };
    expectAt(define, 'duplicate-object', 'home/web/b', at);
  });

  it('for an object that two apps define', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      new ApiObject(appIn(cluster, 'a'), 'a', named);
      line = lineHere() + 1;
      new ApiObject(appIn(cluster, 'b'), 'b', named);
    };
    expectAt(define, 'duplicate-object', 'home/b/b', at);
  });

  it('for a second app of one name in one scope', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      new AppChart(cluster, 'web');
      line = lineHere() + 1;
      new AppChart(cluster, 'web');
    };
    expectAt(define, 'duplicate-app', 'home/web', at);
  });

  it('for a second app of one name below wrappers', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      new AppChart(new Construct(cluster, 'one'), 'web');
      line = lineHere() + 1;
      new AppChart(new Construct(cluster, 'two'), 'web');
    };
    expectAt(define, 'duplicate-app', 'home/two/web', at);
  });

  it('for a second construct of one id', () => {
    const define: Define = (fleet) => {
      const app = appIn(clusterIn(fleet));
      new ApiObject(app, 'a', object);
      line = lineHere() + 1;
      new ApiObject(app, 'a', object);
    };
    expectAt(define, 'duplicate-construct', 'home/web/a', at);
  });

  it.each([
    ['an object', { ...object, metadata: { name: 'Not_A_Name' } }],
    ['a namespace', { ...object, metadata: { namespace: 'Not_A_Name' } }],
  ])('for %s whose name Kubernetes would refuse', (_, props) => {
    const define: Define = (fleet) => {
      const app = appIn(clusterIn(fleet), 'web', { namespace: 'default' });
      line = lineHere() + 1;
      new ApiObject(app, 'a', props);
    };
    const found = diagnosticsOf(define).filter(({ location }) => location.line === at());
    expect(found).toMatchObject([{ code: 'invalid-name', location: { construct: 'home/web/a' } }]);
  });

  it('for an app whose id is no name', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      line = lineHere() + 1;
      new AppChart(cluster, 'Not_A_Name');
    };
    const found = diagnosticsOf(define);
    for (const { code, location } of found) {
      expect({ code, ...location }).toMatchObject({ code: 'invalid-name', line: at() });
    }
    expect(found).not.toEqual([]);
  });

  it('for a cluster whose id is no name', () => {
    const define: Define = (fleet) => {
      const { environment, domain, kubernetes, source } = clusterIn(fleet, 'good');
      line = lineHere() + 1;
      new Cluster(fleet, 'Not_A_Name', { environment, domain, kubernetes, source });
    };
    expectAt(define, 'invalid-name', 'Not_A_Name', at);
  });

  it('for a namespace that is owned twice', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      new Namespace(appIn(cluster, 'a'), 'demo');
      line = lineHere() + 1;
      new Namespace(appIn(cluster, 'b'), 'demo');
    };
    expectAt(define, 'namespace-owned-twice', 'home/b/demo', at);
  });

  it.each([
    ['kind', { apiVersion: 'v1', kind: '' }],
    ['apiVersion', { apiVersion: '', kind: 'ConfigMap' }],
    ['metadata.name', { ...object, metadata: { name: '' } }],
  ])('for an object without %s', (part, props) => {
    const define: Define = (fleet) => {
      const app = appIn(clusterIn(fleet));
      line = lineHere() + 1;
      new ApiObject(app, 'a', props);
    };
    expectAt(define, 'incomplete-object', 'home/web/a', at);
    expect(onlyDiagnostic(define, 'incomplete-object').message).toContain(part);
  });

  it('for an app in a circle', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      line = lineHere() + 1;
      const a = new AppChart(cluster, 'a');
      a.addDependency(new AppChart(cluster, 'b', { after: [a] }));
    };
    expectAt(define, 'dependency-cycle', 'home/a', at);
  });

  it('for an object without a namespace', () => {
    const define: Define = (fleet) => {
      const app = new AppChart(clusterIn(fleet), 'web');
      line = lineHere() + 1;
      new ApiObject(app, 'a', object);
    };
    expectAt(define, 'missing-namespace', 'home/web/a', at);
  });

  it('for an object of a cdk8s chart outside every app', () => {
    const define: Define = (fleet) => {
      const chart = new Chart(clusterIn(fleet), 'chart');
      line = lineHere() + 1;
      new ApiObject(chart, 'a', object);
    };
    expectAt(define, 'misplaced-object', 'home/chart/a', at);
  });

  it.each(['../outside', '/etc', 'a/../../b', 'a//b', 'a/', '.', 'a\\b', ''])(
    'for an app whose path is %j',
    (path) => {
      const define: Define = (fleet) => {
        const cluster = clusterIn(fleet);
        line = lineHere() + 1;
        new AppChart(cluster, 'web', { kustomization: { path } });
      };
      expectAt(define, 'invalid-path', 'home/web', at);
    },
  );

  it('for a second app with one path', () => {
    const define: Define = (fleet) => {
      const cluster = clusterIn(fleet);
      const kustomization = { path: 'shared' };
      new AppChart(cluster, 'a', { kustomization });
      line = lineHere() + 1;
      new AppChart(cluster, 'b', { kustomization });
    };
    expectAt(define, 'duplicate-path', 'home/b', at);
  });

  it('for a second app with one path in another cluster', () => {
    const define: Define = (fleet) => {
      const kustomization = { path: 'shared' };
      new AppChart(clusterIn(fleet), 'web', { kustomization });
      line = lineHere() + 1;
      new AppChart(clusterIn(fleet, 'lab'), 'web', { kustomization });
    };
    expectAt(define, 'duplicate-path', 'lab/web', at);
  });

  it('for a construct that says that it is not valid', () => {
    const define: Define = (fleet) => {
      const app = appIn(clusterIn(fleet));
      line = lineHere() + 1;
      new HelmRelease(app, 'a', {});
    };
    expectAt(define, 'invalid-construct', 'home/web/a', at);
  });

  it('for an object that cdk8s-plus makes deep inside', () => {
    const define: Define = (fleet) => {
      const app = new AppChart(clusterIn(fleet), 'web');
      line = lineHere() + 1;
      new kplus.Deployment(app, 'a', { containers: [{ image: 'nginx' }] });
    };
    expectAt(define, 'missing-namespace', 'home/web/a/Resource', at);
  });
});

it('a second definition also points to the first', () => {
  let line = 0;
  const { related } = onlyDiagnostic((fleet) => {
    const app = appIn(clusterIn(fleet));
    line = lineHere() + 1;
    new ApiObject(app, 'a', named);
    new ApiObject(app, 'b', named);
  }, 'duplicate-object');
  expect(related).toMatchObject([{ construct: 'home/web/a', file, line }]);
});

it('a construct deep inside a package stands at the line that made its scope', () => {
  const code =
    '(Class, args) => (function go(n) { return n ? go(n - 1) : new Class(...args) })(50)';
  const deep = runInThisContext(code, { filename: '/node_modules/package/index.js' }) as (
    ...args: [typeof ApiObject, ConstructorParameters<typeof ApiObject>]
  ) => ApiObject;
  let line = 0;
  const { location } = onlyDiagnostic((fleet) => {
    const cluster = clusterIn(fleet);
    line = lineHere() + 1;
    const app = new AppChart(cluster, 'web');
    deep(ApiObject, [app, 'a', object]);
  }, 'missing-namespace');
  expect(location).toMatchObject({ construct: 'home/web/a', file, line });
});

it('everything that is wrong is reported at once', () => {
  const codes = codesOf((fleet) => {
    const cluster = clusterIn(fleet);
    const app = appIn(cluster);
    for (const id of ['a', 'b']) new ApiObject(app, id, named);
    new ApiObject(app, 'a', object);
    new ApiObject(app, 'no-kind', { apiVersion: 'v1', kind: '' });
    new ApiObject(app, 'no-form', { ...object, data: Number.NaN });
    new ApiObject(app, 'Bad_Name', object);
    new ApiObject(new AppChart(cluster, 'nowhere'), 'c', object);
    new ApiObject(new Chart(cluster, 'chart'), 'd', object);
    new AppChart(cluster, 'web');
    new AppChart(cluster, 'outside', { kustomization: { path: '../a' } });
    for (const id of ['e', 'f']) new Namespace(appIn(cluster, id), 'owned');
    cluster.flux.addDependency(app);
    app.addDependency(appIn(clusterIn(fleet, 'Lab')));
    app.node.addValidation({ validate: () => ['it is Monday'] });
  });
  expect(codes.sort()).toEqual([
    'cross-cluster-dependency',
    'dependency-cycle',
    'duplicate-app',
    'duplicate-construct',
    'duplicate-object',
    'incomplete-object',
    'invalid-construct',
    'invalid-name',
    'invalid-name',
    'invalid-path',
    'misplaced-object',
    'missing-namespace',
    'namespace-owned-twice',
    'unrenderable-value',
  ]);
});

it('errors of clusters that are not rendered are not reported', () => {
  const { diagnostics } = synth(
    (fleet) => {
      clusterIn(fleet);
      new ApiObject(appIn(clusterIn(fleet, 'lab')), 'Bad_Name', object);
    },
    ['home'],
  );
  expect(diagnostics).toEqual([]);
});

it('a fleet with an error leaves the previous output as it was', () => {
  const root = temporaryFolder();
  const fleetWith = (value: unknown) => {
    const fleet = newFleet(root);
    new ApiObject(appIn(clusterIn(fleet)), 'a', { ...object, data: { value } });
    return fleet;
  };
  fleetWith('1').synth();
  const before = filesIn(root);
  expect(() => fleetWith(Number.NaN).synth()).toThrow('unrenderable-value');
  expect(filesIn(root)).toEqual(before);
});

describe('a program that throws', () => {
  it('is an error at the line of the person’s code that led to it', () => {
    let line = 0;
    try {
      line = lineHere() + 1;
      JSON.parse('{');
    } catch (error) {
      expect(programFailed(error)).toMatchObject([
        { code: 'program-failed', severity: 'error', location: { file, line } },
      ]);
    }
    expect(line).toBeGreaterThan(0);
  });

  it('is an error at the line that called Sluice where Sluice throws', () => {
    let line = 0;
    const app = () => {
      line = lineHere() + 1;
      return new AppChart(new Construct(undefined as never, ''), 'web');
    };
    expect(app).toThrow('is in no Cluster');
    try {
      app();
    } catch (error) {
      expect(programFailed(error)).toMatchObject([{ location: { file, line } }]);
    }
  });

  it('keeps the diagnostics that it throws', () => {
    const own = errorAt('usage', {}, 'mine');
    expect(programFailed(new DiagnosticError([own]))).toEqual([own]);
  });

  it('may throw what is no Error', () => {
    expect(programFailed('text')).toMatchObject([{ code: 'program-failed', message: 'text' }]);
  });
});
