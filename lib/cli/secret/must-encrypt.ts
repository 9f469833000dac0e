import type { RulesOfFile, SecretFile } from '../../io/secret/index.ts';
import { type JsonObject, readYaml } from '../../kubernetes/index.ts';
import { mapOf } from './secret-object.ts';

type Named = Pick<SecretFile, 'format' | 'isBinary'>;

/** Ciphertext at the start of a value, of a comment or of a line; not where text speaks of it. */
const ciphertextValue =
  /(?:^|[{[,])[ \t]*(?:- +)*(?:(?:"[^"\n]*"|'[^'\n]*'|[^\s"'#{}[\],:=]+) *[:=] *|#)?["']?ENC\[AES256_GCM,/m;

/** Whether a text is SOPS ciphertext, or was: a sops block or ciphertext that lost the other counts. */
export function isSopsFile(text: string, { format, isBinary }: Named): boolean {
  const hasBlock =
    format === 'dotenv'
      ? /^sops_mac=/m.test(text)
      : /^["']?sops["']? *:|"sops" *:/m.test(text) && text.includes('lastmodified');
  if (isBinary) return hasBlock && /^\s*\{/.test(text);
  return hasBlock || ciphertextValue.test(text);
}

/**
 * Why a plain file must be encrypted by its creation rule; undefined if it need not be. Many a rule
 * matches all YAML, and with it what nobody encrypts: under such a rule only Secrets must be.
 */
export function whyEncrypted(text: string, file: Named, of: RulesOfFile): string | undefined {
  if (of.rule === undefined || /(?:^|\/)\.sops\.ya?ml$/.test(of.path)) return undefined;
  const isNeverSecret = /(?:^|\/)(?:README\.md|kustomization\.ya?ml)$/.test(of.path);
  if (!isNeverSecret && !isBroad(of, file)) {
    return 'its creation rule asks for ciphertext, and the file is plain text';
  }
  if (file.isBinary || file.format === 'dotenv') return undefined;
  return plainSecretIn(text);
}

/**
 * Whether a rule also matches what is never a secret, beside the .sops.yaml. That it does in a folder
 * says nothing: a rule for all of a folder is how people keep secrets apart.
 */
function isBroad({ rules, rule }: RulesOfFile, { format, isBinary }: Named): boolean {
  const never = isBinary || format === 'dotenv' ? 'README.md' : 'kustomization.yaml';
  return rules.ruleFor(never) === rule;
}

/** What is to be said of a Secret in plain text, if a text holds one. */
function plainSecretIn(text: string): string | undefined {
  if (!/\bSecret/.test(text)) return undefined;
  const read = readYaml(text);
  if ('documents' in read) {
    const isPlain = read.documents.some(isPlainSecret);
    return isPlain ? 'the file holds a Secret in plain text' : undefined;
  }
  const looksSo =
    /^[ \t-]*["']?kind["']?: *["']?Secret\b/m.test(text) &&
    /^[ \t-]*["']?(?:data|stringData)["']? *:/m.test(text);
  return looksSo
    ? 'the file seems to hold a Secret in plain text, and cannot be read as YAML'
    : undefined;
}

function isPlainSecret({ kind, apiVersion, data, stringData, items }: JsonObject): boolean {
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.some((item) => isPlainSecret(mapOf(item)));
  }
  if (kind !== 'Secret' || apiVersion !== 'v1') return false;
  const values = [...Object.values(mapOf(data)), ...Object.values(mapOf(stringData))];
  return values.some((value) => {
    if (typeof value !== 'string') return value !== null;
    // Flux puts variables in place; a name alone holds no value, a default may be one.
    return value !== '' && !/^\$\{\w+\}\s*$/.test(value);
  });
}
