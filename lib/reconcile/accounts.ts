import { type Diagnostic, errorAt } from '../core/index.ts';
import { groupOf, type Manifest } from '../kubernetes/index.ts';
import type { Node } from './kustomization/node.ts';
import { specOf } from './kustomization/spec.ts';

interface Subject {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** Accounts that come with Flux itself, and whose rights come with it. */
const ofFlux = new Set(
  ['source', 'kustomize', 'helm', 'notification'].map((name) => `${name}-controller`),
);

/** What the objects of a cluster say of rights. */
export class Accounts {
  readonly #accounts = new Set<string>();
  /** Subjects by the namespace of their binding; empty for the whole cluster. */
  readonly #bindings: { readonly namespace: string; readonly subject: Subject }[] = [];

  constructor(nodes: Iterable<Node>) {
    for (const { objects, target } of nodes) {
      if (target === '') for (const { manifest } of objects) this.#learn(manifest);
    }
  }

  #learn(manifest: Manifest): void {
    const { apiVersion, kind, metadata } = manifest;
    const { namespace = '', name } = metadata;
    if (kind === 'ServiceAccount' && apiVersion === 'v1')
      this.#accounts.add(`${namespace}/${name}`);
    if (groupOf(apiVersion) !== 'rbac.authorization.k8s.io' || !kind.endsWith('Binding')) return;
    for (const subject of (manifest['subjects'] ?? []) as readonly Subject[]) {
      this.#bindings.push({ namespace, subject });
    }
  }

  /**
   * Says where the account of a Kustomization is missing, or no binding gives it any right where
   * its objects are. What a role allows is not looked into: operators add roles of their own.
   */
  check({ manifest, objects, target, status }: Node): Diagnostic | undefined {
    const { serviceAccountName: name } = specOf(manifest);
    const namespace = manifest.metadata.namespace ?? '';
    if (name === undefined || target !== '' || status === 'suspended') return undefined;
    if (namespace === 'flux-system' && ofFlux.has(name)) return undefined;
    const location = { field: 'spec.serviceAccountName' };
    const warn = (message: string): Diagnostic => ({
      ...errorAt('missing-service-account', location, message),
      severity: 'warning',
    });
    if (name !== 'default' && !this.#accounts.has(`${namespace}/${name}`)) {
      return warn(`nothing applies the ServiceAccount ${namespace}/${name}`);
    }
    const bound = this.#bindings.filter(({ subject }) => isAbout(subject, namespace, name));
    const places = new Set(bound.map((each) => each.namespace));
    if (places.size === 0) return warn(`no binding gives ${namespace}/${name} any right`);
    if (places.has('')) return undefined;
    const without = objects.find(({ id }) => !places.has(id.namespace));
    if (without === undefined) return undefined;
    const where =
      without.id.namespace === '' ? 'the whole cluster' : `namespace ${without.id.namespace}`;
    return warn(`no binding gives ${namespace}/${name} any right in ${where}`);
  }
}

function isAbout(subject: Subject, namespace: string, name: string): boolean {
  if (subject.kind === 'ServiceAccount') {
    return subject.name === name && subject.namespace === namespace;
  }
  const user = `system:serviceaccount:${namespace}:${name}`;
  if (subject.kind === 'User') return subject.name === user;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return subject.kind === 'Group' && groups.includes(subject.name ?? '');
}
