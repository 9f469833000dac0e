import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

/** A Service that traffic goes to. */
interface Backend {
  readonly name: Field;
  readonly namespace: Field | undefined;
  /** Its number or its name; undefined where it need not be said. */
  readonly port: Field | undefined;
}

function* ofIngress(subject: Subject): Generator<Backend> {
  const spec = subject.field('spec');
  const paths = spec.items('rules').flatMap((rule) => rule.items('http', 'paths'));
  for (const backend of [spec.at('defaultBackend'), ...paths.map((each) => each.at('backend'))]) {
    const service = backend.at('service');
    const number = service.at('port', 'number');
    const port = number.exists ? number : service.at('port', 'name');
    yield { name: service.at('name'), namespace: undefined, port };
  }
}

function* ofRoute(subject: Subject): Generator<Backend> {
  for (const rule of subject.field('spec').items('rules')) {
    const mirrors = rule.items('filters').map((each) => each.at('requestMirror', 'backendRef'));
    for (const ref of [...rule.items('backendRefs'), ...mirrors]) {
      const isService =
        (ref.at('kind').text ?? 'Service') === 'Service' && (ref.at('group').text ?? '') === '';
      if (!isService) continue;
      yield { name: ref.at('name'), namespace: ref.at('namespace'), port: ref.at('port') };
    }
  }
}

const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

function* backends(cluster: Subjects): Generator<readonly [Subject, Backend]> {
  for (const subject of cluster.ofKind('Ingress.networking.k8s.io')) {
    for (const each of ofIngress(subject)) yield [subject, each];
  }
  for (const subject of cluster.ofKind(
    ...routes.map((each) => `${each}.gateway.networking.k8s.io`),
  )) {
    for (const each of ofRoute(subject)) yield [subject, each];
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [subject, { name, namespace, port }] of backends(cluster)) {
    const place = namespace?.text ?? subject.id.namespace;
    if (name.text === undefined || !isChosen(subject, name.text, cluster)) continue;
    const service = cluster.find('Service', place, name.text);
    const said = namespace?.text === undefined ? subject.shownNamespace : subject.said(namespace);
    if (service === undefined) {
      if (cluster.mayHave('Service', place, name.text)) continue;
      const message = `nothing defines the Service ${said}/${subject.said(name)} that it leads to`;
      yield { subject, at: name, message };
    } else if (port?.exists === true && !hasPort(service, port)) {
      yield { subject, at: port, message: `${service.name} has no port ${subject.said(port)}` };
    }
  }
}

function hasPort(service: Subject, { value }: Field): boolean {
  const ports = service.field('spec').items('ports');
  // One of a name elsewhere need not say its ports.
  if (ports.length === 0) return true;
  return ports.some((each) => each.at('port').value === value || each.at('name').value === value);
}

/** Ingresses and routes to a Service that is not there answer 503. */
export const missingBackend: Rule = {
  about: 'objects',
  code: 'missing-backend',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Name a Service of the same namespace and one of its ports.',
};
