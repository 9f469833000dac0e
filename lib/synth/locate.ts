import type { IConstruct } from 'constructs';
import { recordedPlace } from '../constructs/index.ts';
import type { Location } from '../core/index.ts';

/**
 * Where a construct stands in the program and in its source: the place where a person created
 * it, or the nearest scope that a person created.
 */
export function locate(construct: IConstruct): Location {
  const path = construct.node.path;
  for (let each: IConstruct | undefined = construct; each; each = each.node.scope) {
    const place = recordedPlace(each);
    if (place !== undefined) return { construct: path, ...place };
  }
  return { construct: path };
}
