/**
 * What commands on secrets need of the machine: private keys, files, creation rules, the editor and
 * the terminal. Apart from the rest of lib/io, so that nothing here waits for cdk8s.
 */
import { randomBytes } from 'node:crypto';
import type { Deps } from '../../sops/index.ts';

export { AgeKeys, type FoundKeys } from './age-keys.ts';
export { CreationRulesFinder, type RulesOfFile } from './creation-rules.ts';
export { editText } from './editor.ts';
export { keepNewKey } from './new-key.ts';
export { findFiles, isFolder, isLink } from './find-files.ts';
export { ask, askHidden, canAsk, confirm, readStandardInput } from './prompt.ts';
export {
  formatOfFile,
  readSecretFile,
  type SecretFile,
  tryReadSecretFile,
  writeSecretFile,
} from './secret-file.ts';

/** The clock and the randomness of this machine. */
export function machine(): Deps {
  return { now: new Date(), randomBytes };
}
