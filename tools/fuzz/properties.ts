import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CreationRule,
  decrypt,
  decryptBinary,
  encrypt,
  type Format,
  Identity,
  listKeys,
  parseIdentities,
  readCreationRules,
  type Result,
  rotate,
  setValue,
  updateRecipients,
  updateText,
  verify,
} from '../../lib/sops/index.ts';
import { checkout } from '../process.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

/** What no diagnostic may hold: values of the files that are changed here. */
const planted = /planted|hunter2|correct horse|AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20}/;

const plainTexts: Readonly<Record<Format, readonly string[]>> = {
  yaml: [
    'a: planted\nb:\n  # planted\n  - planted # planted\n  - {c: "planted", d: 1.5}\ne: |\n  planted\n  x\n',
    'kind: Secret\nmetadata: {name: db}\nstringData:\n  p: planted\n  q: >-\n    planted\n    x\n\n  t: 2001-01-01\n---\nz: planted\n',
  ],
  json: [
    '{"a": "planted", "b": [1, true, null, {"c": "planted"}], "d": 1e3}',
    '{\n\t"a": "planted"\n}\n',
  ],
  dotenv: ['# planted\nA=planted\nB=planted\\nx\n\nC=\n'],
};

function vector(name: string): string {
  return readFileSync(join(checkout, 'test/vectors/sops', name), 'utf8');
}

const encryptedTexts: Readonly<Record<Format, readonly string[]>> = {
  yaml: [vector('plain.sops.yaml'), vector('secret.sops.yaml')],
  json: [vector('plain.sops.json'), vector('plain.sops.bin')],
  dotenv: [vector('plain.sops.env')],
};

/** Opens each stanza once: nearly every changed file still has those of the file it was. */
class RememberingIdentity extends Identity {
  readonly #known = new Map<string, Promise<Uint8Array | undefined>>();

  override decrypt(armored: string): Promise<Uint8Array | undefined> {
    let found = this.#known.get(armored);
    if (found === undefined) {
      found = super.decrypt(armored);
      if (this.#known.size < 10_000) this.#known.set(armored, found);
    }
    return found;
  }
}

/** A property that does not hold. */
class Broken extends Error {}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}

function valueOf<T>(result: Result<T>, what: string): T {
  noLeak(result);
  if ('value' in result) return result.value;
  throw new Broken(`${what}: ${result.diagnostics.map(({ message }) => message).join(', ')}`);
}

function noLeak(result: Result<unknown> | { diagnostics: readonly object[] }): void {
  const diagnostics = 'diagnostics' in result ? result.diagnostics : result.warnings;
  // A field names keys, and a change can make a key of any text.
  const shown = JSON.stringify(diagnostics, (name, value: unknown) =>
    name === 'field' ? undefined : value,
  );
  demand(!planted.test(shown), `a diagnostic holds a value: ${shown.slice(0, 500)}`);
}

const keyText = vector('keys.txt');
const [aliceSecret = ''] = /AGE-SECRET-KEY-1\w+/.exec(keyText) ?? [];
const parsed = await parseIdentities({ text: keyText });
if (!('value' in parsed)) throw new Error('the keys of the vectors cannot be read');
const [alice, bob] = parsed.value.map(({ recipient }) => recipient);
if (alice === undefined || bob === undefined) throw new Error('two keys are needed');
const identities = [new RememberingIdentity(aliceSecret, alice)];

/** Changes a known text and sees whether everything that the folder promises still holds. */
export async function check(random: Random): Promise<string> {
  const format = random.pick(['yaml', 'yaml', 'json', 'dotenv'] as const);
  const [plain, encrypted] = [plainTexts[format], encryptedTexts[format]];
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return checkPlain(
        mutate(random.pick(plain), [...plain, ...encrypted], random),
        format,
        random,
      );
    case 3:
      // Rules are shown to people, so no value is mixed into them.
      return checkRules(mutate(vector('.sops.yaml'), encryptedTexts.yaml, random));
    default:
      return checkEncrypted(
        mutate(random.pick(encrypted), [...encrypted, ...plain], random),
        format,
      );
  }
}

async function checkEncrypted(text: string, format: Format): Promise<string> {
  noLeak(await listKeys({ text }, format));
  const blind = await verify({ text }, format);
  noLeak(blind);
  demand(blind.mac === 'unchecked', 'a MAC is checked without a key');
  const seen = await verify({ text }, format, { identities });
  noLeak(seen);
  const opened = await decrypt({ text }, format, identities);
  noLeak(opened);
  const right = 'value' in opened;
  const isWhole = seen.diagnostics.every(({ severity }) => severity !== 'error');
  demand(!isWhole || right || seen.mac === 'unchecked', 'verify finds nothing, decrypt does');
  demand(right || seen.mac !== 'right', 'the MAC is right, and decrypt refuses the file');
  if (format === 'json') noLeak(await decryptBinary({ text }, identities));
  return right ? 'opened' : 'refused';
}

async function checkRules(text: string): Promise<string> {
  const rules = await readCreationRules({ text, file: '.sops.yaml' });
  noLeak(rules);
  if (!('value' in rules)) return 'no rules';
  const rule: CreationRule | undefined = rules.value.ruleFor('secret.yaml');
  const source = { text: encryptedTexts.yaml[1] ?? '' };
  noLeak(await verify(source, 'yaml', rule === undefined ? {} : { rule }));
  return 'rules';
}

async function checkPlain(plain: string, format: Format, random: Random): Promise<string> {
  const deps = { now: new Date(0), randomBytes: bytesOf(random) };
  const settings = { recipients: [alice ?? ''], macOnlyEncrypted: random.oneOf(2) };
  const encrypted = await encrypt({ text: plain }, format, settings, deps);
  noLeak(encrypted);
  if (!('value' in encrypted)) return 'not encrypted';
  const text = encrypted.value;
  const first = valueOf(
    await decrypt({ text }, format, identities),
    'what was encrypted is refused',
  );
  if (!random.oneOf(10)) return 'encrypted';

  const again = valueOf(
    await encrypt({ text: first }, format, settings, deps),
    'plain text is refused',
  );
  const second = valueOf(await decrypt({ text: again }, format, identities), 'it is refused');
  demand(first === second, 'plain text changes from one time to the next');
  demand((await verify({ text }, format, { identities })).mac === 'right', 'the MAC is not right');
  const same = await updateText({ text }, format, first, identities, deps);
  demand(valueOf(same, 'the same text is refused') === text, 'the same text changes bytes');

  const rotated = valueOf(await rotate({ text }, format, identities, deps), 'it cannot be rotated');
  demand(
    valueOf(await decrypt({ text: rotated }, format, identities), 'rotated') === first,
    'rotated text is another',
  );
  const both = [alice ?? '', bob ?? ''];
  const more = valueOf(
    await updateRecipients({ text }, format, { recipients: both }, identities),
    'no recipient',
  );
  const back = valueOf(
    await updateRecipients(more, format, { recipients: [alice ?? ''] }, []),
    'no recipient less',
  );
  demand(back.text === text, 'a recipient who came and went leaves something behind');

  const keys = valueOf(await listKeys({ text }, format), 'keys are not listed');
  const key = keys.length === 0 ? undefined : random.pick(keys);
  if (key === undefined) return 'changed';
  const path = [...key.path.slice(0, -1), `${key.path.at(-1) ?? ''}2`];
  const value = random.pick(['planted', 'planted\nlines\n', ' planted ', '12', 'planted: #', '']);
  const set = await setValue({ text }, format, path, value, identities, deps);
  noLeak(set);
  if ('value' in set) {
    const repeated = await setValue({ text: set.value }, format, path, value, identities, deps);
    demand(
      valueOf(repeated, 'a value cannot be set again') === set.value,
      `the same value changes bytes: ${JSON.stringify([format, path, value, set.value])}`,
    );
  }
  return 'changed';
}

function bytesOf(random: Random): (count: number) => Uint8Array {
  return (count) => Uint8Array.from({ length: count }, () => random.below(256));
}
