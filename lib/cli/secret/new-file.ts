import { DiagnosticError } from '../../core/index.ts';
import { CreationRulesFinder, machine, type SecretFile } from '../../io/secret/index.ts';
import { lastApplied } from '../../kubernetes/index.ts';
import {
  type CreationRule,
  defaultRule,
  encrypt,
  secretRule,
  type Settings,
} from '../../sops/index.ts';
import { refuse, take } from './output.ts';
import { documentsOf, isAppliedByKubectl, secretIn } from './secret-object.ts';

/**
 * The creation rule by which a file is encrypted.
 *
 * @throws DiagnosticError where there is none, or it names more than age's keys
 */
export async function creationRuleOf(path: string): Promise<CreationRule> {
  const rule = await anyCreationRuleOf(path);
  if (rule.others.length > 0) {
    const message = `the creation rule names ${rule.others.join(', ')}, and Sluice has only age`;
    return refuse('sops-unsupported', rule.location, message, 'Use sops for this file.');
  }
  return rule;
}

/**
 * The creation rule of a file, which may name keys beside age's.
 *
 * @throws DiagnosticError where there is none, or only sops can follow it
 */
export async function anyCreationRuleOf(
  path: string,
  finder = new CreationRulesFinder(),
): Promise<CreationRule> {
  const found = await finder.rulesFor(path);
  if (found?.rule === undefined) {
    const why = found === undefined ? 'there is no .sops.yaml above it' : 'no rule matches it';
    const hint =
      "Write into .sops.yaml: creation_rules: [{ path_regex: '\\.sops\\.yaml$', age: age1… }]";
    return refuse('sops-rules', { file: path }, `nothing says who may read the file: ${why}`, hint);
  }
  const { rule } = found;
  if (rule.problem !== undefined) throw new DiagnosticError([rule.problem]);
  return rule;
}

/**
 * How a file is encrypted: by its creation rule. In a Secret only the values are, where the rule does
 * not say otherwise, and the MAC is over them alone, so that synth can set name and labels.
 */
export function settingsOf(
  { recipients, rule, macOnlyEncrypted }: CreationRule,
  isSecret: boolean,
): Required<Settings> {
  if (!isSecret) return { recipients, rule, macOnlyEncrypted };
  return { recipients, rule: rule === defaultRule ? secretRule : rule, macOnlyEncrypted: true };
}

/**
 * Encrypts a text for the recipients of its creation rule.
 *
 * @throws DiagnosticError also where a Secret would keep a value in plain text
 */
export async function encryptNew(
  { path, format }: Pick<SecretFile, 'path' | 'format'>,
  text: string,
): Promise<string> {
  const rule = await creationRuleOf(path);
  const secret = secretIn(documentsOf(text, format, path));
  if (secret !== undefined && isAppliedByKubectl(secret)) {
    const at = { file: path, field: `metadata.annotations["${lastApplied}"]` };
    const hint = 'Remove it, or let sluice secret import make the file.';
    refuse('plaintext-secret', at, "kubectl's annotation repeats the values in plain text", hint);
  }
  const settings = settingsOf(rule, secret !== undefined);
  return take(await encrypt({ text, file: path }, format, settings, machine()));
}
