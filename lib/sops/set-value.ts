import type { Identity } from './age.ts';
import { dotenvText, readsAsNewline } from './dotenv.ts';
import { encryptLeaves } from './encrypt.ts';
import { type Format, notations } from './formats.ts';
import { open } from './open.ts';
import { bool, equalPlain, float, int, type Plain, str } from './plain.ts';
import { fail, type Result, resultOf } from './result.ts';
import { compileRule } from './rules.ts';
import { type Deps, seal } from './seal.ts';
import { applyEdits, type Edit, replaceScalar } from './edits.ts';
import { placeOf, type Source } from './source.ts';
import { type Branch, type Document, fieldOf, findEntry } from './tree.ts';
import { encryptValue } from './value.ts';

/** Keys of maps and indices of lists, from the top. */
export type Path = readonly (string | number)[];

/** What a single value can be. */
export type Value = string | number | bigint | boolean;

/**
 * Changes one value, or adds a key at the end of a map that exists. Only its line, the MAC and the
 * date change; a value that is there already changes nothing. The rule of the file says whether the
 * value is encrypted. In a .env file every value is text.
 *
 * @param path from the top of the first document that has it
 * @returns the text; or `sops-path`, `sops-value`, and the diagnostics of `decrypt`
 */
export function setValue(
  source: Source,
  format: Format,
  path: Path,
  value: Value,
  identities: readonly Identity[],
  deps: Deps,
): Promise<Result<string>> {
  return resultOf(async (warn) => {
    const opened = await open(source, format, identities, warn);
    const { document, metadata, dataKey, leaves } = opened;
    const plain = format === 'dotenv' ? str(String(value)) : plainOf(value, source);
    if (format === 'dotenv' && dotenvText(String(value)) === undefined) {
      fail(
        'sops-value',
        placeOf(source, undefined, path.reduce<string>(fieldOf, '')),
        readsAsNewline,
      );
    }
    const entry = findEntry(document.branches, path);
    if (entry?.node.kind === 'scalar') {
      const old = leaves.find(({ leaf }) => leaf.node === entry.node)?.plain;
      if (old !== undefined && equalPlain(old, plain)) return source.text;
    }
    // First as plain text, so that the rules of the file are asked about the finished document.
    const text = applyEdits(source.text, placeValue(document, format, path, plain));
    const edited = notations[format].read({ ...source, text });
    const target = findEntry(edited.branches, path)?.node;
    const isEncrypted = compileRule(metadata.rule, placeOf(source, undefined, 'sops'));
    const edits = encryptLeaves(
      edited,
      format,
      (leaf) => leaf.node === target && isEncrypted(leaf),
      (each, additional) => encryptValue(each, dataKey, additional, deps.randomBytes),
    );
    return seal({ ...source, text: applyEdits(text, edits) }, format, dataKey, deps);
  });
}

function plainOf(value: Value, source: Source): Plain {
  if (typeof value === 'string') return str(value.toWellFormed());
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return float(value);
  const plain = int(BigInt(value));
  return (
    plain ?? fail('sops-value', placeOf(source, undefined), 'sops cannot hold so large an integer')
  );
}

function placeValue(document: Document, format: Format, path: Path, plain: Plain): Edit[] {
  const notation = notations[format];
  const { source } = document;
  const field = path.reduce<string>(fieldOf, '');
  const entry = findEntry(document.branches, path);
  const noForm = (): never =>
    fail(
      'sops-value',
      placeOf(source, entry?.start, field),
      `${format} has no form for this value`,
    );
  if (entry !== undefined) {
    if (entry.node.kind !== 'scalar') {
      fail(
        'sops-path',
        placeOf(source, entry.start, field),
        'this is a map or a list, no single value',
      );
    }
    return replaceScalar(entry.node, notation.scalar(document, entry.node, plain) ?? noForm());
  }
  const key = path.at(-1);
  const parent = parentOf(document, path.slice(0, -1));
  if (parent?.kind !== 'map' || typeof key !== 'string') {
    return fail(
      'sops-path',
      placeOf(source, undefined, field),
      'nothing is there, and no map to add it to',
    );
  }
  if (path.length === 1 && key === 'sops') {
    fail('sops-path', placeOf(source, undefined, field), 'the name sops is taken by SOPS itself');
  }
  return [notation.entry(document, parent, key, plain) ?? noForm()];
}

function parentOf({ branches }: Document, path: Path): Branch | undefined {
  if (path.length === 0) return branches[0];
  const node = findEntry(branches, path)?.node;
  return node?.kind === 'scalar' ? undefined : node;
}
