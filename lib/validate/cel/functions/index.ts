/** Kubernetes' functions for CEL (k8s.io/apiserver v0.36.3, pkg/cel/environment/base.go). */
import { namedFormats } from './formats.ts';
import type { Library } from './library.ts';
import { lists } from './lists.ts';
import { macros } from './macros.ts';
import { network } from './network.ts';
import { quantities } from './quantities.ts';
import { strings } from './strings.ts';

export { optional } from './formats.ts';
export const libraries: readonly Library[] = [
  ...strings,
  ...lists,
  ...network,
  ...quantities,
  ...namedFormats,
  macros,
];
