/**
 * What the API server would refuse about single objects. Takes manifests and schemas, gives
 * problems with their place. Nothing here reads files: what is shipped comes through a port.
 */
export { checkObject } from './check.ts';
export { checkTransition } from './transition.ts';
export { formatPath, type Path } from '../path.ts';
export type { SchemaProblem } from './problem.ts';
export {
  type BrokenDefinition,
  type KubernetesVersion,
  kubernetesVersions,
  type LoadSchemas,
  nearestVersion,
  type SchemaOptions,
  Schemas,
} from './schemas.ts';
