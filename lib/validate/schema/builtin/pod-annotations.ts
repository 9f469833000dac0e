import type { JsonObject } from '../../../kubernetes/index.ts';
import type { Report } from './rules.ts';
import { listOf, mapOf, textOf } from './values.ts';

const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const seccomp = 'container.seccomp.security.alpha.kubernetes.io/';
const cost = 'controller.kubernetes.io/pod-deletion-cost';

/**
 * Annotations of pods that the API server reads (k8s.io/kubernetes v1.36.3,
 * pkg/apis/core/validation/validation.go: ValidatePodSpecificAnnotations).
 */
export function checkAnnotations(metadata: JsonObject, spec: JsonObject, report: Report): void {
  const names = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) =>
    listOf(spec[field]).map((each) => textOf(mapOf(each)['name'])),
  );
  for (const [key, value] of Object.entries(mapOf(metadata['annotations']))) {
    const text = textOf(value ?? '');
    if (key.startsWith(appArmor)) {
      if (!names.includes(key.slice(appArmor.length))) report('names no container', [key]);
      if (!/^(|runtime\/default|unconfined|localhost\/.*)$/s.test(text))
        report('must be runtime/default, unconfined or localhost/ and a profile', [key]);
    } else if (key === 'seccomp.security.alpha.kubernetes.io/pod' || key.startsWith(seccomp)) {
      if (!isSeccomp(text))
        report('must be runtime/default, unconfined or localhost/ and a profile', [key]);
    } else if (key === cost && !isInt32(text)) {
      report('must be a whole number of 32 bits', [key]);
    } else if (key === 'kubernetes.io/config.mirror' && textOf(spec['nodeName']) === '') {
      report('needs spec.nodeName', [key]);
    }
  }
}

function isSeccomp(text: string): boolean {
  const [, profile = ''] = /^localhost\/(.*)$/s.exec(text) ?? [];
  if (text.startsWith('localhost/'))
    return !profile.startsWith('/') && !profile.split('/').includes('..');
  return ['runtime/default', 'docker/default', 'unconfined'].includes(text);
}

function isInt32(text: string): boolean {
  const number = Number(text);
  return /^(0|-?[1-9]\d*)$/.test(text) && number === (number | 0);
}
