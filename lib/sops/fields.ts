import { type AgeStanza, sopsVersion } from './metadata.ts';
import type { Rule } from './rules.ts';

/** What a new sops block holds. */
export interface NewBlock {
  readonly age: readonly AgeStanza[];
  readonly rule: Rule | undefined;
  readonly macOnlyEncrypted: boolean;
  readonly lastModified: string;
}

/** Its entries beside the stanzas, in sops's order, which is the alphabet's (stores/metadata.go). */
export function fieldsOf(block: NewBlock): [string, string | boolean][] {
  const fields: [string, string | boolean][] = [
    ['lastmodified', block.lastModified],
    ['mac', ''],
    ['version', sopsVersion],
  ];
  if (block.rule !== undefined) fields.push([block.rule.name, block.rule.pattern]);
  if (block.macOnlyEncrypted) fields.push(['mac_only_encrypted', true]);
  return fields.sort(([a], [b]) => (a < b ? -1 : 1));
}
