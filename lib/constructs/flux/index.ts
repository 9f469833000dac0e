/**
 * A construct for each kind of Flux and flux-operator. It takes the fields of the API's `spec`, by
 * the API's own names and types, and gives an `ApiObject` whose manifest says the same. Fields that
 * a person leaves out get defaults that suit real clusters; each is explained where it is declared.
 * Objects that others refer to offer the reference: `sourceRef`, `chartRef`, `dependency`.
 *
 * @module
 */
export {
  FluxObject,
  type FluxName,
  type FluxProps,
  type FluxReference,
  withDefaults,
} from './flux-object.ts';
export {
  FluxInstance,
  type FluxInstanceProps,
  ResourceSet,
  ResourceSetInputProvider,
  type ResourceSetInputProviderProps,
  type ResourceSetProps,
} from './flux-instance.ts';
export { HelmRelease, type HelmReleaseProps } from './helm-release.ts';
export {
  ImagePolicy,
  type ImagePolicyProps,
  ImageRepository,
  imageRepositoryDefaults,
  type ImageRepositoryProps,
  ImageUpdateAutomation,
  type ImageUpdateAutomationProps,
  imageUpdateDefaults,
} from './image.ts';
export { Kustomization, kustomizationDefaults, type KustomizationProps } from './kustomization.ts';
export {
  Alert,
  type AlertProps,
  Provider,
  type ProviderProps,
  Receiver,
  type ReceiverProps,
} from './notification.ts';
export {
  Bucket,
  type BucketProps,
  GitRepository,
  type GitRepositoryProps,
  HelmChart,
  type HelmChartProps,
  HelmRepository,
  type HelmRepositoryProps,
  OCIRepository,
  type OCIRepositoryProps,
} from './sources.ts';
