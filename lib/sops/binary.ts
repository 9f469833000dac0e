import { dataKeyBytes, type Identity, wrapDataKey } from './age.ts';
import { quoteJson } from './brackets.ts';
import { checkRecipients, type Settings } from './encrypt.ts';
import { jsonNotation } from './json-notation.ts';
import { formatDate } from './metadata.ts';
import { open } from './open.ts';
import { fail, type Result, resultOf } from './result.ts';
import { type Deps, seal } from './seal.ts';
import { applyEdits } from './edits.ts';
import { placeOf, type Source } from './source.ts';
import { additionalData, encryptValue } from './value.ts';

/** The one key of a binary file's JSON (stores/json/store.go: BinaryStore). */
const key = 'data';

/**
 * Encrypts bytes of any kind, as sops keeps them: JSON with a single value (stores/json/store.go:
 * BinaryStore). No rule about values applies (cmd/sops/main.go: getEncryptConfig).
 *
 * @param file the path that diagnostics name
 * @returns JSON text; or `sops-recipients`
 */
export function encryptBinary(
  bytes: Uint8Array,
  { recipients }: Pick<Settings, 'recipients'>,
  deps: Deps,
  file?: string,
): Promise<Result<string>> {
  return resultOf(async () => {
    const named = file === undefined ? {} : { file };
    const wanted = await checkRecipients(recipients, named);
    const dataKey = deps.randomBytes(dataKeyBytes);
    const plain = { type: 'str', bytes: Buffer.from(bytes) } as const;
    const value = encryptValue(plain, dataKey, additionalData([key]), deps.randomBytes);
    const text = `{\n\t"${key}": ${quoteJson(value)}\n}\n`;
    const block = jsonNotation.block(jsonNotation.read({ text, ...named }), {
      age: await wrapDataKey(dataKey, wanted),
      rule: undefined,
      macOnlyEncrypted: false,
      lastModified: formatDate(deps.now),
    });
    return seal({ text: applyEdits(text, block), ...named }, 'json', dataKey, deps);
  });
}

/**
 * Decrypts what `encryptBinary` or `sops --input-type binary` made, once its MAC is seen to be right.
 *
 * @returns the bytes; or the diagnostics of `decrypt`
 */
export function decryptBinary(
  source: Source,
  identities: readonly Identity[],
): Promise<Result<Uint8Array>> {
  return resultOf(async (warn) => {
    const { leaves } = await open(source, 'json', identities, warn);
    const data = leaves.find(({ leaf }) => leaf.path.length === 1 && leaf.path[0] === key)?.plain;
    if (data?.type === 'str' || data?.type === 'bytes') return data.bytes;
    return fail(
      'sops-syntax',
      placeOf(source, undefined),
      'a binary file holds its bytes under the key data',
    );
  });
}
