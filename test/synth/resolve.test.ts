import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { HelmRelease } from '../../lib/index.ts';
import {
  appIn,
  clusterIn,
  configMapIn,
  fleetOf,
  manifestIn,
  manifestsIn,
  onlyDiagnostic,
} from '../support/fleet.ts';

/** What the resolver makes of a value in an object. */
function rendered(value: unknown): unknown {
  return manifestIn((app) => configMapIn(app, 'a', { spec: value }))['spec'];
}

describe('a value is written as it is', () => {
  it.each([
    ['null', { a: null, b: [null] }],
    ['text', { a: '', b: 'ü' }],
    ['a long integer', { a: 12345678901234567890n }],
    ['empty maps and lists', { a: {}, b: [] }],
    ['a map without prototype', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('%s', (_, value) => {
    expect(rendered(value)).toEqual(value);
  });

  it('with a key named __proto__', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}') as object;
    expect(JSON.stringify(rendered(value))).toBe('{"__proto__":{"a":1}}');
  });
});

describe('null is kept', () => {
  it('in the values of a HelmRelease, where it unsets a default', () => {
    const manifest = manifestIn((app) => {
      const chartRef = { kind: 'OCIRepository', name: 'web' } as const;
      new HelmRelease(app, 'web', { chartRef, values: { resources: null } });
    });
    expect(manifest['spec']).toMatchObject({ values: { resources: null } });
  });

  it('in the classes that cdk8s generates', () => {
    const manifest = manifestIn((app) => {
      // The types know no null, and people's values come from JSON.
      const data = { a: null } as unknown as Record<string, string>;
      new kplus.k8s.KubeConfigMap(app, 'a', { data });
    });
    expect(manifest['data']).toEqual({ a: null });
  });
});

describe('a value that stands for another is replaced by it', () => {
  it('if it is lazy', () => {
    const lazy: unknown = Lazy.any({ produce: () => ({ b: 1 }) });
    expect(rendered({ a: lazy })).toEqual({ a: { b: 1 } });
  });

  it('if it has a method resolve', () => {
    expect(rendered({ a: { resolve: () => 'text' } })).toEqual({ a: 'text' });
  });

  it('if it is lazy and gives one that has a method resolve', () => {
    const lazy: unknown = Lazy.any({ produce: () => ({ resolve: () => [1] }) });
    expect(rendered({ a: lazy })).toEqual({ a: [1] });
  });

  it('if it is a port by number or by name', () => {
    const manifest = manifestIn((app) => {
      const { IntOrString, KubeService } = kplus.k8s;
      const ports = [
        { port: 1, targetPort: IntOrString.fromNumber(8080) },
        { port: 2, targetPort: IntOrString.fromString('http') },
      ];
      new KubeService(app, 'a', { spec: { ports } });
    });
    const { ports } = manifest['spec'] as { ports: object[] };
    expect(ports).toEqual([
      { port: 1, targetPort: 8080 },
      { port: 2, targetPort: 'http' },
    ]);
  });

  it('if it is a quantity', () => {
    const manifest = manifestIn((app) => {
      const hard = { cpu: kplus.k8s.Quantity.fromNumber(2) };
      new kplus.k8s.KubeResourceQuota(app, 'a', { spec: { hard } });
    });
    expect(manifest['spec']).toEqual({ hard: { cpu: 2 } });
  });
});

it('undefined is left out of maps and lists', () => {
  expect(rendered({ a: undefined, b: [1, undefined, 2] })).toEqual({ b: [1, 2] });
});

it('JSON patches are applied to what was resolved', () => {
  const manifest = manifestIn((app) => {
    const old: unknown = Lazy.any({ produce: () => 'old' });
    const object = configMapIn(app, 'a', { data: { a: old } });
    object.addJsonPatch(JsonPatch.replace('/data/a', 'new'), JsonPatch.add('/data/b', null));
  });
  expect(manifest['data']).toEqual({ a: 'new', b: null });
});

describe('a value without a form in YAML is an error at its field', () => {
  const circular: { again?: object } = {};
  circular.again = circular;
  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['a map of JavaScript', new Map([['a', 1]])],
    ['a pattern', /a/],
    ['no number', Number.NaN],
    ['an infinite number', Number.POSITIVE_INFINITY],
    ['half of a surrogate pair', 'a\ud800b'],
  ])('%s', (_, value) => {
    const { location } = onlyDiagnostic((fleet) => {
      configMapIn(appIn(clusterIn(fleet)), 'a', { spec: { list: [{ field: value }] } });
    }, 'unrenderable-value');
    expect(location).toMatchObject({ construct: 'home/web/a', field: 'spec.list[0].field' });
  });

  it('a value that holds itself', () => {
    const { location, message } = onlyDiagnostic((fleet) => {
      configMapIn(appIn(clusterIn(fleet)), 'a', { spec: circular });
    }, 'unrenderable-value');
    expect(location.field).toMatch(/^spec(\.again)+$/);
    expect(message).toContain('circular');
  });

  it('a value in metadata', () => {
    const { location } = onlyDiagnostic((fleet) => {
      const labels = { a: (() => '') as unknown as string };
      configMapIn(appIn(clusterIn(fleet)), 'a', { metadata: { labels } });
    }, 'unrenderable-value');
    expect(location.field).toBe('metadata.labels.a');
  });

  it('a key with half of a surrogate pair', () => {
    const { location } = onlyDiagnostic((fleet) => {
      configMapIn(appIn(clusterIn(fleet)), 'a', { spec: { 'a\ud800': 1 } });
    }, 'unrenderable-value');
    expect(location.construct).toBe('home/web/a');
  });

  it('a lazy value that throws', () => {
    const { message } = onlyDiagnostic((fleet) => {
      const produce = () => {
        throw new Error('not yet');
      };
      configMapIn(appIn(clusterIn(fleet)), 'a', { spec: { a: Lazy.any({ produce }) as unknown } });
    }, 'unrenderable-value');
    expect(message).toContain('not yet');
  });
});

/** Constructs of cdk8s-plus in which every name is given, so that no path is in what they say. */
const named: Record<string, (scope: Construct) => void> = {
  Deployment: (scope) => {
    const deployment = new kplus.Deployment(scope, 'web', {
      metadata: { name: 'web', namespace: 'demo', labels: { a: 'b' } },
      podMetadata: { labels: { app: 'web' } },
      select: false,
      replicas: 3,
      containers: [
        {
          image: 'nginx:1.29',
          portNumber: 80,
          liveness: kplus.Probe.fromHttpGet('/healthz', { port: 80 }),
          envVariables: { A: kplus.EnvValue.fromValue('1') },
        },
      ],
    });
    deployment.podMetadata.addLabel(kplus.Pod.ADDRESS_LABEL, 'fixed');
    deployment.select(kplus.LabelSelector.of({ labels: { app: 'web' } }));
  },
  Service: (scope) => {
    const metadata = { name: 'web', namespace: 'demo' };
    new kplus.Service(scope, 'web', { metadata, ports: [{ port: 80, targetPort: 8080 }] });
  },
  Ingress: (scope) => {
    const metadata = { name: 'web', namespace: 'demo' };
    const service = new kplus.Service(scope, 'service', { metadata, ports: [{ port: 80 }] });
    const ingress = new kplus.Ingress(scope, 'web', { metadata });
    ingress.addHostRule('example.org', '/', kplus.IngressBackend.fromService(service));
  },
  ConfigMap: (scope) => {
    new kplus.ConfigMap(scope, 'web', {
      metadata: { name: 'web', namespace: 'demo', annotations: { a: 'b' } },
      data: { key: 'value', empty: '' },
    });
  },
  CronJob: (scope) => {
    const job = new kplus.CronJob(scope, 'web', {
      metadata: { name: 'web', namespace: 'demo' },
      schedule: { expressionString: '0 0 * * *' },
      containers: [{ image: 'busybox', command: ['true'] }],
      select: false,
    });
    job.podMetadata.addLabel(kplus.Pod.ADDRESS_LABEL, 'fixed');
  },
  PersistentVolumeClaim: (scope) => {
    new kplus.PersistentVolumeClaim(scope, 'web', {
      metadata: { name: 'web', namespace: 'demo' },
      accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    });
  },
};

describe('objects are those of a stock cdk8s app', () => {
  it.each(Object.keys(named))('%s', (kind) => {
    const chart = new Chart(new App(), 'chart');
    named[kind]?.(chart);
    const stock: unknown[] = chart.toJson();
    const ours = manifestsIn((app) => named[kind]?.(app));
    expect(stock).not.toEqual([]);
    expect(new Set(ours.map(canonical))).toEqual(new Set(stock.map(canonical)));
  });
});

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

describe('a stock cdk8s app in the same process', () => {
  it('keeps the names that cdk8s gives', () => {
    fleetOf((fleet) => clusterIn(fleet));
    const object = configMapIn(new Chart(new App(), 'chart'), 'config');
    expect(object.name).toMatch(/^chart-config-c8[0-9a-f]{6}$/);
  });

  it('keeps the selectors of cdk8s-plus', () => {
    const chart = new Chart(new App(), 'chart');
    const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'nginx' }] });
    const { spec } = ApiObject.of(web).toJson() as { spec: { selector: object } };
    expect(JSON.stringify(spec.selector)).toMatch(/chart-web-c8[0-9a-f]{6}/);
  });

  it('loses nulls as before', () => {
    const object = configMapIn(new Chart(new App(), 'chart'), 'a', { spec: { a: null, b: 1 } });
    expect(object.toJson()).toMatchObject({ spec: { b: 1 } });
    expect(object.toJson()).not.toHaveProperty('spec.a');
  });

  it('refuses two constructs of one id as before', () => {
    const chart = new Chart(new App(), 'chart');
    configMapIn(chart, 'a');
    expect(() => configMapIn(chart, 'a')).toThrow("already a Construct with name 'a'");
  });
});
