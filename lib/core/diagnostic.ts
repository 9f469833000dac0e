import type { Location } from './location.ts';

/**
 * Every code that a diagnostic can carry, with what it means in a few words.
 * `docs/diagnostics.md` explains each with a failing and a fixed example.
 */
export const diagnosticCodes = {
  'blocked-kustomization': 'a Kustomization waits for one that never becomes Ready',
  'broken-token': 'a token was cut or transformed before it was resolved',
  'build-failed': 'kustomize refuses what a Kustomization applies',
  'changed-ciphertext': 'synth would have to change what a SOPS file protects',
  'chart-failed': 'Helm or Flux would refuse a release or a chart',
  'chart-hooks': 'a chart that is rendered at synth has hooks',
  'cluster-failed': 'a cluster cannot be reached, or refuses what is asked of it',
  'cluster-not-ready': 'what bootstrap waits for does not become ready in time',
  'crds-from-two': 'CRDs come from two places',
  'cross-cluster-dependency': 'an app depends on something in another cluster',
  'crossed-namespace': 'a reference leads to another namespace under multi-tenancy lockdown',
  'dependency-cycle': 'apps wait for each other in a circle',
  'deprecated-api': 'a version of an API is deprecated',
  'duplicate-app': 'two apps of one cluster have one name',
  'duplicate-construct': 'two constructs in one scope have one id',
  'duplicate-object': 'one object is defined twice in a cluster',
  'duplicate-path': 'two Kustomizations would own one directory',
  'early-custom-resource': 'a custom resource stands beside the HelmRelease that installs its kind',
  'editor-failed': 'a file could not be edited',
  'ending-api': 'a version of an API goes soon',
  'entry-not-found': 'the folder in which Flux begins cannot be found',
  'file-too-large': 'a file is larger than any manifest',
  'foreign-file': 'a file that Sluice did not write is in the way',
  'halved-dollar': 'substitution makes one $ of two',
  'ignored-health-checks': 'wait makes Flux ignore health checks',
  'incomplete-object': 'an object lacks its kind, its apiVersion or its name',
  'invalid-construct': 'a construct says that it is not valid',
  'invalid-field': 'the API server would refuse a field of an object',
  'invalid-name': 'Kubernetes would refuse a name',
  'invalid-path': 'a path leaves the output directory',
  'kubernetes-version': 'a cluster runs another Kubernetes than is needed',
  'kustomize-not-found': 'a folder needs kustomize, which is not installed',
  'leaked-secret': 'a value looks like a key or token',
  'mass-deletion': 'a publication would remove more files than it may',
  'misplaced-marker': 'a marker of an image stands in the wrong place',
  'misplaced-object': 'an object stands outside every app',
  'misplaced-variable': 'a secret variable is used before its value can be there',
  'missing-account': 'a pod or a release uses an account that nothing defines',
  'missing-backend': 'an Ingress or a route leads to a Service or port that is not there',
  'missing-certificate': 'an Ingress or a Gateway names a certificate that nothing defines',
  'missing-claim': 'a pod mounts a claim that nothing defines',
  'missing-class': 'an object names a class that the tree has not',
  'missing-config-map': 'a pod needs a ConfigMap that nothing defines',
  'missing-credentials': 'an object of Flux needs a Secret that nothing defines',
  'missing-decryption-key': 'no private key is at hand that decrypts what a cluster applies',
  'missing-dependency': 'a Kustomization waits for one that nothing applies',
  'missing-disruption-budget': 'several replicas have no disruption budget',
  'missing-flux-object': 'an object of Flux names another that nothing defines',
  'missing-image-policy': 'a marker names an ImagePolicy that nothing defines',
  'missing-install': 'nothing is given that installs Flux',
  'missing-issuer': 'a certificate names an issuer that nothing defines',
  'missing-key': 'a pod needs a key that its ConfigMap or Secret has not',
  'missing-namespace': 'a namespaced object has no namespace',
  'missing-parent': 'a route names a Gateway or listener that is not there',
  'missing-path': 'a Kustomization applies a folder that its source does not have',
  'missing-probe': 'a Service leads to pods that do not say when they are ready',
  'missing-pull-secret': 'images are pulled with a Secret that nothing defines',
  'missing-release': 'a HelmRelease waits for one that nothing applies',
  'missing-resources': 'a container says not what it needs',
  'missing-rights': 'a kubeconfig lacks rights that bootstrap needs',
  'missing-role': 'a binding gives a role that nothing defines',
  'missing-scale-target': 'an autoscaler scales what nothing defines',
  'missing-secret': 'a pod needs a Secret that nothing defines',
  'missing-service-account': 'a Kustomization applies as an account that is missing or may not',
  'missing-source': 'an object of Flux names a source that is not in the tree',
  'missing-source-credentials': 'the source of a cluster needs credentials that are not given',
  'missing-store': 'an ExternalSecret names a store that nothing defines',
  'missing-subject': 'a binding gives rights to an account that nothing defines',
  'missing-target-port': 'a Service leads to a port that its pods have not',
  'missing-values': 'values of a release or variables come from what nothing defines',
  'missing-write-access': 'Flux is to commit tags of images, and has nothing to push with',
  'mixed-image': 'an image stands beside other text, where Flux cannot replace it',
  'mutable-image': 'an image can be another one tomorrow',
  'namespace-owned-twice': 'two apps define one namespace',
  'number-from-variable': 'a variable makes a number of what must be text',
  'opaque-chart': 'a chart cannot be had here',
  'other-branch': 'a branch does not publish what is asked of it',
  'other-cluster': 'a kubeconfig leads to another cluster than the one named',
  'other-flux': 'a cluster runs a Flux that follows something else',
  'output-failed': 'the output could not be written',
  'path-escapes': 'a path leads out of its source',
  'plaintext-secret': 'a Secret that must be SOPS ciphertext is not',
  'pod-security': 'a namespace enforces a profile that a pod does not meet',
  'program-failed': 'the program threw an error',
  'program-not-found': 'there is no program to run',
  'publish-failed': 'a commit could not be made or pushed',
  'refused-object': 'the API server or Flux would refuse an object',
  'registration-failed': 'a forge did not take a deploy key',
  'remote-resource': 'a kustomization.yaml names something that would be fetched',
  'removed-api': 'a cluster does not serve the version of an object',
  'sealed-object': 'values that only the cluster knows are not shown',
  'secret-recipients': 'a SOPS file is encrypted for others than cluster and environment name',
  'self-pruning': 'a Kustomization prunes what it cannot do without',
  'shared-object': 'two Kustomizations apply one object',
  'short-interval': 'intervals ask more of the API server than Flux allows itself',
  'sops-already-encrypted': 'a file that is to be encrypted is SOPS ciphertext already',
  'sops-comment': 'an encrypted comment cannot be decrypted',
  'sops-identity': 'a private key cannot be read',
  'sops-limit': 'a file is larger or deeper than any secret is',
  'sops-metadata': 'the sops block is missing or not what it must be',
  'sops-mixed': 'ciphertext stands where the rule of the file has plain text',
  'sops-no-key': 'no private key at hand opens the file',
  'sops-path': 'a file has no such key, or it holds no single value',
  'sops-recipients': 'a file is encrypted for the wrong people',
  'sops-rules': 'a .sops.yaml, or the rule that a file names, cannot be used',
  'sops-settings': 'a file is not encrypted as its creation rule says',
  'sops-stanza': 'a stanza does not hold what its recipient needs',
  'sops-syntax': 'a file cannot be read in its format',
  'sops-tampered': 'a value or the MAC is not what was encrypted',
  'sops-unsupported': 'a file needs a kind of key that Sluice has no part in',
  'sops-value': 'a value has no form in SOPS',
  'stage-incomplete': 'an object of a staged move cannot be protected in the tree',
  'stale-program': 'something newer than this program is published',
  'substitution-failed': 'the variables of a Kustomization cannot be substituted',
  'too-many-kustomizations': 'there are more Kustomizations than are followed',
  'uncommitted-program': 'the program is not as it was committed',
  'uncovered-pod': 'no NetworkPolicy selects a pod',
  'undecrypted-object': 'an object is ciphertext, and nothing decrypts it',
  'undefined-namespace': 'an object is in a namespace that nothing makes',
  'unjudged-field': 'a rule of a CRD takes longer than it may here',
  'unknown-branch': 'a repository has no branch of that name',
  'unknown-cluster': 'the program has no cluster of that name',
  'unknown-kind': 'nothing at hand defines the kind of an object',
  'unknown-object': 'nothing that is applied has that name',
  'unknown-revision': 'a revision cannot be read',
  'unknown-secret-key': 'an encrypted Secret does not have a key that is named',
  'unknown-source': 'the content of a source is not at hand',
  'unknown-values': 'values of a release are not in the tree',
  'unknown-variable': 'a secret variable has no value behind it',
  'unmatched-policy': 'a NetworkPolicy or one of its peers matches no pod',
  'unmatched-service': 'a Service selects no pod',
  'unproven-dependency': 'a Kustomization waits for one that never proves health',
  'unreadable-file': 'a file that a construct names cannot be read',
  'unreadable-inventory': 'a dump of Kustomizations cannot be read',
  'unreadable-manifest': 'a file that Flux reads is no YAML',
  'unrenderable-value': 'a value has no form in YAML',
  'unrendered-chart': 'the objects of a chart are asked for before it is rendered',
  'unstable-chart': 'a chart renders something else each time',
  'unsubstituted-variable': 'an expression is left as it is until a variable has a value',
  'unused-suppression': 'a suppression suppresses nothing',
  'unused-token': 'a pod is given a token that it has no use for',
  'unwatched-secret': 'a changed secret variable would reach apps an hour later',
  usage: 'the command line cannot be understood',
} as const;

/** The closed list of diagnostic codes. */
export type DiagnosticCode = keyof typeof diagnosticCodes;

/** Something that a person should know or mend. A team's own rules have codes of their own. */
export interface Finding {
  readonly code: string;
  /** An `error` ends the run with exit code 1; a `warning` does not. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, in one sentence without a full stop at its end. */
  readonly message: string;
  readonly location: Location;
  /** Other places that take part, such as the first of two definitions. */
  readonly related?: readonly Location[];
  /** What to do about it. */
  readonly hint?: string;
}

/** A finding of Sluice itself, as a value. Throwing is for defects. */
export interface Diagnostic extends Finding {
  readonly code: DiagnosticCode;
}

/** The error form of a diagnostic: most are errors. */
export function errorAt(
  code: DiagnosticCode,
  location: Location,
  message: string,
  more: Pick<Diagnostic, 'hint' | 'related'> = {},
): Diagnostic {
  return { code, severity: 'error', message, location, ...more };
}

/** Carries diagnostics out of code that cannot go on, such as a constructor. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => `${each.code}: ${each.message}`).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}
