import { type Diagnostic, DiagnosticError, errorAt } from '../../core/index.ts';
import {
  type AgeKeys,
  type CreationRulesFinder,
  readSecretFile,
  type RulesOfFile,
  type SecretFile,
} from '../../io/secret/index.ts';
import { lastApplied } from '../../kubernetes/index.ts';
import {
  type Format,
  type Identity,
  type Source,
  type Verification,
  verify,
} from '../../sops/index.ts';
import { isSopsFile, whyEncrypted } from './must-encrypt.ts';
import { settingsOf } from './new-file.ts';
import { documentsOf, isAppliedByKubectl, secretIn } from './secret-object.ts';

/** What is known of a SOPS file. */
export interface Verified extends Verification {
  readonly file: string;
  /** Whether a creation rule said who the recipients are to be. */
  readonly isUnderRule: boolean;
  /** Whether a private key at hand belongs to a recipient. */
  readonly hasKey: boolean;
  /** Keys that could not be used, if the MAC was not checked. */
  readonly problems: readonly Diagnostic[];
}

/** Verifies a file if it is one of SOPS, or has to be; all else gives nothing. */
export async function verifyFile(
  path: string,
  finder: CreationRulesFinder,
  keys: AgeKeys,
): Promise<Verified | undefined> {
  // Of .ini files only sops knows more than that they are there.
  if (path.endsWith('.ini')) return undefined;
  const file = readSecretFile(path);
  const source = { text: file.bytes.toString('utf8'), file: path };
  const isSops = isSopsFile(source.text, file);
  const { of, problem } = await rulesOf(path, finder);
  const isUnderRule = of?.rule !== undefined && of.rule.problem === undefined;
  const verified = { file: path, isUnderRule, hasKey: false, problems: [] };
  if (!isSops) {
    const why = of === undefined ? undefined : whyEncrypted(source.text, file, of);
    if (why === undefined) return undefined;
    const hint = `Encrypt it: sluice secret encrypt --in-place ${path}`;
    const diagnostics = [errorAt('plaintext-secret', { file: path }, why, { hint })];
    return { ...verified, diagnostics, mac: 'unchecked', recipients: [] };
  }
  const { recipients } = await verify(source, formToVerify(file));
  const { identities, problems } = await keys.for(recipients);
  const secret = secretOf(source, file.format);
  const found = await compare(file, source, of, identities, secret !== undefined);
  const diagnostics = [...problem, ...found.diagnostics];
  if (of?.rule?.problem !== undefined) diagnostics.push(of.rule.problem);
  if (secret !== undefined && isAppliedByKubectl(secret)) {
    const at = { file: path, field: `metadata.annotations["${lastApplied}"]` };
    const message = "kubectl's annotation repeats the values in plain text";
    diagnostics.push(errorAt('plaintext-secret', at, message));
  }
  const hasKey = identities.some(({ recipient }) => recipients.includes(recipient));
  const isUnchecked = found.mac === 'unchecked';
  return { ...verified, ...found, diagnostics, hasKey, problems: isUnchecked ? problems : [] };
}

async function rulesOf(
  path: string,
  finder: CreationRulesFinder,
): Promise<{ of: RulesOfFile | undefined; problem: readonly Diagnostic[] }> {
  try {
    return { of: await finder.rulesFor(path), problem: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { of: undefined, problem: error.diagnostics };
  }
}

/** sops ignores the settings of a rule for binary files. */
function formToVerify({ format, isBinary }: SecretFile): Format | 'binary' {
  return isBinary ? 'binary' : format;
}

/** A file has the settings of its rule, or those that Sluice chooses where the rule says nothing. */
async function compare(
  file: SecretFile,
  source: Source,
  of: RulesOfFile | undefined,
  identities: readonly Identity[],
  isSecret: boolean,
): Promise<Verification> {
  const format = formToVerify(file);
  const rule = of?.rule;
  if (rule === undefined || rule.problem !== undefined) {
    return verify(source, format, { identities });
  }
  const found = await verify(source, format, { identities, rule });
  const own = await verify(source, format, {
    identities,
    rule: { ...rule, ...settingsOf(rule, isSecret) },
  });
  return difference(own) < difference(found) ? own : found;
}

/** How far the settings are from those of a rule: an error counts more than all warnings. */
function difference({ diagnostics }: Verification): number {
  const settings = diagnostics.filter(({ code }) => code === 'sops-settings');
  return settings.reduce((sum, { severity }) => sum + (severity === 'error' ? 10 : 1), 0);
}

function secretOf({ text, file = '' }: Source, format: Format): ReturnType<typeof secretIn> {
  try {
    return secretIn(documentsOf(text, format, file));
  } catch (error) {
    // Verification says why it cannot be read.
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
