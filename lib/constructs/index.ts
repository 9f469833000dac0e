/**
 * What people write: fleets, clusters, apps, and typed constructs for every kind of Flux.
 * Takes props, gives a tree of constructs in which each knows where it was created. Renders
 * nothing.
 */
export {
  AppChart,
  type AppChartProps,
  isAppChart,
  type KustomizationSettings,
} from './app-chart.ts';
export {
  type ArtifactSource,
  Cluster,
  type ClusterProps,
  type ClusterSource,
  type FluxSettings,
  type GitSource,
  isArtifactSource,
} from './cluster.ts';
export {
  EncryptedSecret,
  type EncryptedSecretProps,
  isEncryptedSecret,
  type NamedKey,
  type SecretEnvSource,
  type SecretEnvValue,
  type SecretKey,
} from './encrypted-secret.ts';
export {
  type Choices,
  Environment,
  type EnvironmentName,
  type EnvironmentSettings,
  type SopsRecipients,
} from './environment.ts';
export {
  type Branches,
  type DuplicateConstruct,
  Fleet,
  type FleetProps,
  isFleet,
  type Severities,
  type Synthesizer,
} from './fleet.ts';
export * from './flux/index.ts';
export { holdsNoSecret, isSaidToHoldNoSecret } from './holds-no-secret.ts';
export {
  alphabetical,
  datedBuild,
  Image,
  type ImageData,
  imageOf,
  type ImageProps,
  numerical,
  placesOfImage,
  semver,
  type TagOptions,
  type TagOrder,
  type TagPolicy,
} from './image.ts';
export {
  imageLabels,
  ImageUpdates,
  imageUpdateSpec,
  type ImageUpdatesProps,
  isImageUpdates,
} from './image-updates.ts';
export { Namespace, type NamespaceProps } from './namespace.ts';
export { isCluster } from './private/cluster-scope.ts';
export { personIn, recordedPlace } from './private/place.ts';
export { isRenderedChart, RenderedChart, type RenderedChartProps } from './rendered-chart.ts';
export {
  placeOfSuppression,
  type RuleCode,
  type SaidSuppression,
  suppress,
  suppressionsIn,
} from './suppress.ts';
export {
  hasBrokenImage,
  hasBrokenToken,
  type ImagePart,
  imageTokenPattern,
  mayHoldToken,
  tokenPattern,
} from './token.ts';
