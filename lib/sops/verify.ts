import { type Diagnostic, DiagnosticError, errorAt } from '../core/index.ts';
import { type Identity, shownRecipient } from './age.ts';
import { checkBlocks } from './blocks.ts';
import { compareRecipients, compareSettings } from './compare.ts';
import type { CreationRule } from './creation-rules.ts';
import { findDataKey } from './data-key.ts';
import { type Format, notations } from './formats.ts';
import { checkForm, decryptLeaves } from './leaves.ts';
import { type Metadata, normalizedDate, readMetadata, textOf } from './metadata.ts';
import { checkMac } from './open.ts';
import { type Warn, warning } from './result.ts';
import { checkSecrets } from './secret-values.ts';
import { placeOf, type Source } from './source.ts';
import type { Document } from './tree.ts';
import { parseValue } from './value.ts';

/** What was found out about a file. */
export interface Verification {
  /** All that is wrong or odd, in no particular order; empty if nothing is. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * `right`: every value and the MAC were decrypted and belong together. `wrong`: they do not.
   * `unchecked`: no key at hand opens the file, or its form was wrong already.
   */
  readonly mac: 'right' | 'wrong' | 'unchecked';
  /** The age recipients that the file names, each once. */
  readonly recipients: readonly string[];
}

/** What a file is checked against. */
export interface Expectation {
  /** Private keys at hand; by default none. */
  readonly identities?: readonly Identity[];
  /** The creation rule for the file: it must have its recipients, and should have its settings. */
  readonly rule?: CreationRule;
}

/**
 * Checks a file. Without a key: its form, its recipients, and that nothing is plain text where the
 * rule of the file asks for ciphertext. With one: all values and the MAC too. That no key at hand
 * opens the file is no fault of the file.
 *
 * @param format `binary` for what `encryptBinary` makes: such files follow no rule about values
 * @returns what was found; never an error
 */
export async function verify(
  source: Source,
  format: Format | 'binary',
  { identities = [], rule }: Expectation = {},
): Promise<Verification> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  let recipients: readonly string[] = [];
  let mac: Verification['mac'] = 'unchecked';
  try {
    const document = notations[format === 'binary' ? 'json' : format].read(source);
    const metadata = readMetadata(document);
    recipients = [...new Set(metadata.age.map(({ recipient }) => recipient))];
    normalizedDate(document, metadata.lastModified);
    checkBlocks(document, report);
    checkStanzas(document, metadata, report);
    if (rule !== undefined) {
      compareRecipients(document, metadata, rule, report);
      if (format !== 'binary') compareSettings(document, metadata, rule, report);
    }
    if (format !== 'binary') checkSecrets(document, metadata.rule, report);
    const readable =
      checkForm(document, metadata, report) && checkMacForm(document, metadata, report);
    if (readable && identities.length > 0) {
      const dataKey = await findDataKey(document, metadata, identities, (each) =>
        // For who has the key it is more than odd: the file is not for whom it says.
        report({ ...each, severity: 'error' }),
      ).catch(unlessNoKey);
      if (dataKey !== undefined) {
        mac = 'wrong';
        const { digest } = decryptLeaves(document, metadata, dataKey, report);
        checkMac(document, metadata, digest, dataKey);
        mac = 'right';
      }
    }
  } catch (cause) {
    if (!(cause instanceof DiagnosticError)) throw cause;
    diagnostics.push(...cause.diagnostics);
  }
  return { diagnostics, mac, recipients };
}

function unlessNoKey(cause: unknown): undefined {
  const codes: readonly string[] = ['sops-no-key', 'sops-unsupported'];
  if (
    cause instanceof DiagnosticError &&
    cause.diagnostics.every(({ code }) => codes.includes(code))
  ) {
    return undefined;
  }
  throw cause;
}

const armored =
  /^\s*-----BEGIN AGE ENCRYPTED FILE-----\n[^]+\n-----END AGE ENCRYPTED FILE-----\s*$/;

function checkStanzas(document: Document, { age, ageEntry }: Metadata, report: Warn): void {
  const at = placeOf(document.source, ageEntry?.start, 'sops.age');
  const seen = new Set<string>();
  for (const { recipient, enc } of age) {
    if (seen.has(recipient))
      report(warning('sops-stanza', at, `${shownRecipient(recipient)} has two stanzas`));
    seen.add(recipient);
    if (!armored.test(enc)) {
      report(
        errorAt(
          'sops-stanza',
          at,
          `the stanza of ${shownRecipient(recipient)} is no whole age file`,
        ),
      );
    }
  }
}

function checkMacForm(document: Document, { mac }: Metadata, report: Warn): boolean {
  if (parseValue(textOf(mac)) !== undefined) return true;
  const at = placeOf(document.source, mac.span.start, 'sops.mac');
  report(errorAt('sops-tampered', at, 'the MAC is missing, cut off or changed'));
  return false;
}
