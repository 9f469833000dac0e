import path from 'node:path';
import type { RulesOfFile, SecretFile } from '../../io/secret/index.ts';
import { type JsonObject, readYaml } from '../../kubernetes/index.ts';
import { mapOf } from './secret-object.ts';

type Named = Pick<SecretFile, 'format' | 'isBinary'>;

/** Whether a text is SOPS ciphertext, or was: a sops block or ciphertext that lost the other counts. */
export function isSopsFile(text: string, { format, isBinary }: Named): boolean {
  const hasBlock =
    format === 'dotenv'
      ? /^sops_mac=/m.test(text)
      : /^["']?sops["']? *:|"sops" *:/m.test(text) && text.includes('lastmodified');
  if (isBinary) return hasBlock && /^\s*\{/.test(text);
  return hasBlock || text.includes('ENC[AES256_GCM,');
}

/**
 * Why a plain file must be encrypted by its creation rule; undefined if it need not be. Many a rule
 * matches all YAML, and with it what nobody encrypts: under such a rule only Secrets must be.
 */
export function whyEncrypted(text: string, file: Named, of: RulesOfFile): string | undefined {
  if (of.rule === undefined || /(?:^|\/)(?:\.sops\.ya?ml|kustomization\.ya?ml)$/.test(of.path)) {
    return undefined;
  }
  if (!isBroad(of, file))
    return 'its creation rule asks for ciphertext, and the file is plain text';
  return !file.isBinary && file.format !== 'dotenv' && holdsPlainSecret(text)
    ? 'the file holds a Secret in plain text'
    : undefined;
}

/** Whether a rule also matches, in the same folder, what is never a secret. */
function isBroad({ rules, rule, path: file }: RulesOfFile, { format, isBinary }: Named): boolean {
  const never = isBinary || format === 'dotenv' ? 'README.md' : 'kustomization.yaml';
  return rules.ruleFor(path.posix.join(path.posix.dirname(file), never)) === rule;
}

function holdsPlainSecret(text: string): boolean {
  if (!/\bSecret\b/.test(text)) return false;
  const read = readYaml(text);
  return 'documents' in read && read.documents.some(isPlainSecret);
}

/** Flux puts variables in place; what names one holds no value itself. */
function isPlainSecret({ kind, apiVersion, data, stringData }: JsonObject): boolean {
  if (kind !== 'Secret' || apiVersion !== 'v1') return false;
  const values = [...Object.values(mapOf(data)), ...Object.values(mapOf(stringData))];
  return values.some((value) => {
    if (typeof value !== 'string') return value !== null;
    return value !== '' && !/\$\{[A-Za-z_]/.test(value);
  });
}
