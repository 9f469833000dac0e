/**
 * The SOPS format with age keys. Takes text and keys as values, gives text or diagnostics: encrypts
 * and decrypts YAML, JSON, .env and binary files in place, changes single values and recipients,
 * verifies, and reads creation rules. Nothing here reads files, the clock or the environment; only
 * the ephemeral keys inside age files are drawn by the age-encryption package itself. A diagnostic
 * names keys and lines, never a value. Facts about sops are those of v3.13.3, in the files named.
 */
export { Identity, newIdentity, publicRecipient, recipientProblem, shownRecipient } from './age.ts';
export { decryptBinary, encryptBinary } from './binary.ts';
export { type CreationRule, CreationRules, readCreationRules } from './creation-rules.ts';
export { decrypt, decryptUnverified } from './decrypt.ts';
export { dotenvText, readsAsNewline } from './dotenv.ts';
export { encrypt, type Settings } from './encrypt.ts';
export { type Format, formatOf } from './formats.ts';
export { parseIdentities } from './identities.ts';
export { type Key, listKeys } from './list-keys.ts';
export { rotate, type Updated, updateRecipients, type Wanted } from './recipients.ts';
export type { Result } from './result.ts';
export { defaultRule, type Rule, secretRule } from './rules.ts';
export type { Deps } from './seal.ts';
export { type Path, setValue, type Value } from './set-value.ts';
export type { Source } from './source.ts';
export { updateText } from './update.ts';
export { type Compiled, goRegExp } from './regexp/index.ts';
export { type RandomBytes } from './value.ts';
export { type Expectation, type Verification, verify } from './verify.ts';
