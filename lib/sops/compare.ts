import { errorAt } from '../core/index.ts';
import { shownRecipient } from './age.ts';
import type { CreationRule } from './creation-rules.ts';
import { type Metadata, textOf } from './metadata.ts';
import { type Warn, warning } from './result.ts';
import { compileRule } from './rules.ts';
import { placeOf } from './source.ts';
import { type Document, leavesOf } from './tree.ts';

/** Reports who can read a file and should not by its creation rule, and the reverse. */
export function compareRecipients(
  document: Document,
  metadata: Metadata,
  rule: CreationRule,
  report: Warn,
): void {
  const at = placeOf(document.source, metadata.ageEntry?.start, 'sops.age');
  const names = metadata.age.map(({ recipient }) => recipient);
  const hint = 'Let updatekeys bring the file in line with .sops.yaml.';
  for (const recipient of rule.recipients.filter((each) => !names.includes(each))) {
    const message = `${shownRecipient(recipient)} should be able to read the file, and is not`;
    report(errorAt('sops-recipients', at, message, { hint }));
  }
  for (const recipient of new Set(names.filter((each) => !rule.recipients.includes(each)))) {
    const message = `${shownRecipient(recipient)} can read the file, and should not`;
    report(errorAt('sops-recipients', at, message, { hint }));
  }
  compareOthers(document, metadata, rule, report);
}

/** What is known of keys beside age is their kind; which of that kind they are, only sops compares. */
function compareOthers(
  document: Document,
  { block, others }: Metadata,
  rule: CreationRule,
  report: Warn,
): void {
  const hint = 'Let sops updatekeys bring the file in line with .sops.yaml.';
  const tell = (kind: string, what: string): void => {
    const at = placeOf(document.source, block.branch.span.start, `sops.${kind}`);
    report(errorAt('sops-recipients', at, `keys of ${kind} ${what}`, { hint }));
  };
  for (const kind of rule.others.filter((each) => !others.includes(each))) {
    tell(kind, 'should be able to read the file, and are not');
  }
  for (const kind of others.filter((each) => !rule.others.includes(each))) {
    tell(kind, 'can read the file, and should not');
  }
}

/** Reports settings of a file that are not those of its creation rule. */
export function compareSettings(
  document: Document,
  metadata: Metadata,
  rule: CreationRule,
  report: Warn,
): void {
  const at = placeOf(document.source, metadata.block.branch.span.start, 'sops');
  const { name, pattern } = metadata.rule;
  if (name !== rule.rule.name || pattern !== rule.rule.pattern) {
    const message = `the file has ${name} ${pattern}, its creation rule ${rule.rule.name} ${rule.rule.pattern}`;
    const open = firstLeftOpen(document, metadata, rule);
    if (open === undefined) report(warning('sops-settings', at, message));
    else report(errorAt('sops-settings', at, `${message}, which would encrypt ${open}`));
  }
  if (metadata.macOnlyEncrypted !== rule.macOnlyEncrypted) {
    const message = `mac_only_encrypted is ${metadata.macOnlyEncrypted} in the file, not so in its creation rule`;
    report(warning('sops-settings', at, message));
  }
}

/** The first value that a file has in plain text, and its creation rule would not. */
function firstLeftOpen(
  document: Document,
  metadata: Metadata,
  creation: CreationRule,
): string | undefined {
  const isEncrypted = compileRule(metadata.rule, placeOf(document.source, undefined, 'sops'));
  const mustBeEncrypted = compileRule(creation.rule, creation.location);
  for (const leaf of leavesOf(document)) {
    const isOpen = !isEncrypted(leaf) && mustBeEncrypted(leaf);
    if (isOpen && leaf.node.kind === 'scalar' && textOf(leaf.node) !== '') return leaf.field;
  }
  return undefined;
}
