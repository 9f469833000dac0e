/**
 * Versions whose Go types are gone, so that nothing is left to generate from: as `kubernetesLives`
 * (https://kubernetes.io/docs/reference/using-api/deprecation-guide/).
 */
export const removedTypes: Readonly<Record<string, readonly [number, number, string]>> = {
  'autoscaling/v2beta1/HorizontalPodAutoscaler': [22, 25, 'autoscaling/v2 HorizontalPodAutoscaler'],
  'autoscaling/v2beta2/HorizontalPodAutoscaler': [23, 26, 'autoscaling/v2 HorizontalPodAutoscaler'],
  'batch/v2alpha1/CronJob': [19, 21, 'batch/v1 CronJob'],
  'extensions/v1beta1/PodSecurityPolicy': [11, 16, 'labels of Pod Security Admission'],
  'policy/v1beta1/PodSecurityPolicy': [21, 25, 'labels of Pod Security Admission'],
};

/**
 * Versions that Flux served once and whose CRDs, as they are shipped, do not have any more. The first
 * v1beta1 and v2beta1 went with Flux 2.7 (fluxcd/flux2#5474), v1beta2 of sources and Kustomizations and
 * v2beta2 with 2.8 (#5711), v1beta2 of images and notifications with 2.9 (#5942), the alphas of images in
 * 2022 (fluxcd/image-reflector-controller#323).
 */
export const removedByFlux: ReadonlySet<string> = new Set([
  'helm.toolkit.fluxcd.io/v2beta1',
  'helm.toolkit.fluxcd.io/v2beta2',
  'image.toolkit.fluxcd.io/v1alpha1',
  'image.toolkit.fluxcd.io/v1alpha2',
  'image.toolkit.fluxcd.io/v1beta1',
  'image.toolkit.fluxcd.io/v1beta2',
  'kustomize.toolkit.fluxcd.io/v1beta1',
  'kustomize.toolkit.fluxcd.io/v1beta2',
  'notification.toolkit.fluxcd.io/v1beta1',
  'notification.toolkit.fluxcd.io/v1beta2',
  'source.toolkit.fluxcd.io/v1beta1',
  'source.toolkit.fluxcd.io/v1beta2',
]);
