import type { Finding } from '../../core/index.ts';

/** Whether a key is one of an object's own. */
export function isOf<Map extends object>(key: string, map: Map): key is keyof Map & string {
  return Object.hasOwn(map, key);
}

/** What a message is about, in front of it. */
export function subjectOf({ location: { object, field } }: Finding): string {
  const what = [object, field].filter((part) => part !== undefined).join(' ');
  return what === '' ? '' : `${what}: `;
}
