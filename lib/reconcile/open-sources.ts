import type { Diagnostic } from '../core/index.ts';
import { DiagnosticError } from '../core/index.ts';
import { type JsonValue, readYaml } from '../kubernetes/index.ts';
import { decrypt, decryptBinary, type Format, formatOf, type Identity } from '../sops/index.ts';
import type { OpenSources } from './build/index.ts';
import { kustomizationNames } from './build/kustomization-file.ts';
import { maskFile } from './secrets/mask.ts';
import type { SecretValues } from './secrets/values.ts';
import { joinPath, kindOf, parentOf, readText, type Tree } from './tree.ts';

/** A file that the controller decrypts before it builds, in the format that it takes it for. */
interface SealedFile {
  readonly file: string;
  readonly format: Format | 'binary';
}

/** What tells ciphertext from plain files (decryptor.go: sopsFormatToMarkerBytes). */
const markers: Readonly<Record<SealedFile['format'], string>> = {
  binary: '"mac": "ENC[',
  dotenv: 'sops_mac=ENC[',
  json: '"mac": "ENC[',
  yaml: 'mac: ENC[',
};

/**
 * Opens what secret generators and patches of a build read, and nothing else, as
 * kustomize-controller v1.9.5 does (internal/decryptor/decryptor.go: DecryptSources). A file that
 * no key at hand opens is given as it is.
 */
export function openSourcesWith(
  identities: readonly Identity[],
  secrets: SecretValues,
): OpenSources {
  return async (tree, files) => {
    const opened = new Map<string, Uint8Array>();
    for (const { file, format } of sealedFiles(tree, files)) {
      const text = readText(tree, file);
      if (!text.includes(markers[format])) continue;
      const source = { text, file };
      const result =
        format === 'binary'
          ? await decryptBinary(source, identities)
          : await decrypt(source, format, identities);
      if ('value' in result) {
        secrets.tookPart = true;
        const value = secrets.areHidden ? maskFile(text, format, file) : result.value;
        opened.set(file, typeof value === 'string' ? new TextEncoder().encode(value) : value);
      } else {
        throwUnlessNoKey(result.diagnostics);
        opened.set(file, tree.read(file));
      }
    }
    return opened;
  };
}

/** That nobody here can open a file is no fault of the file. */
const noKey: readonly string[] = ['sops-no-key', 'sops-unsupported'];

function throwUnlessNoKey(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => !noKey.includes(code))) throw new DiagnosticError(errors);
}

function sealedFiles(tree: Tree, files: ReadonlySet<string>): readonly SealedFile[] {
  const found = new Map<string, SealedFile>();
  const add = (folder: string, path: string, format: SealedFile['format']): void => {
    const file = joinPath(folder, path);
    if (file !== undefined && files.has(file)) found.set(file, { file, format });
  };
  for (const file of files) {
    if (!kustomizationNames.some((name) => file === name || file.endsWith(`/${name}`))) continue;
    // One that is made up is in no tree.
    if (kindOf(tree, file) !== 'file') continue;
    const read = readYaml(readText(tree, file));
    if ('problem' in read) continue;
    const { secretGenerator, patches } = read.documents[0] ?? {};
    const folder = parentOf(file);
    for (const generator of itemsOf(secretGenerator)) {
      for (const text of textsOf(generator['files'])) {
        const [key = '', path = key] = text.split(/=(.*)/s);
        add(folder, path, formatFor(key));
      }
      for (const text of textsOf(generator['envs'])) {
        const format = formatFor(text);
        add(folder, text, format === 'binary' ? 'dotenv' : format);
      }
    }
    for (const { path } of itemsOf(patches)) {
      if (typeof path === 'string') add(folder, path, formatFor(path));
    }
  }
  return [...found.values()];
}

function formatFor(path: string): SealedFile['format'] {
  const format = formatOf(path);
  return format === 'ini' ? 'binary' : format;
}

function itemsOf(value: JsonValue | undefined): readonly Readonly<Record<string, JsonValue>>[] {
  return Array.isArray(value) ? (value as readonly Readonly<Record<string, JsonValue>>[]) : [];
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
