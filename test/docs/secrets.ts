/** The examples of docs/diagnostics.md that change a line of a file of secrets. */
import {
  decrypt,
  encrypt,
  parseIdentities,
  readCreationRules,
  type Result,
  verify,
} from '../../lib/sops/index.ts';
import { fixedDeps, keys } from '../sops/sops.ts';

/** The files of the page, by name. */
export type Files = Readonly<Record<string, string>>;

/** The page's short names of people, and what they stand for. */
const names: readonly (readonly [string, string])[] = [
  ['AGE-SECRET-KEY-1YOU', keys.alice.secret],
  ['AGE-SECRET-KEY-1OTHER', keys.bob.secret],
  ['age1you', keys.alice.recipient],
  ['age1other', keys.bob.recipient],
];

function longNames(text: string): string {
  return names.reduce((long, [short, name]) => long.replaceAll(short, name), text);
}

async function encrypted(files: Files, recipient: string): Promise<string> {
  const rule = { name: 'encrypted_regex', pattern: '^(data|stringData)$' } as const;
  const settings = { recipients: [recipient], rule, macOnlyEncrypted: true };
  return valueOf(await encrypt({ text: files['db.yaml'] ?? '' }, 'yaml', settings, fixedDeps()));
}

const value = /(?:(?<key>\w+): |#)(?<text>ENC\[[^\]]*\])/g;
const stanza = /(?<=enc: )\|\n(?<text> *-----BEGIN[^]*?-----END [A-Z ]*-----)/;

/** What comes of the plain file, in the page's short form. */
export async function shortCiphertext(files: Files): Promise<string> {
  const text = (await encrypted(files, keys.alice.recipient))
    .replace(value, (whole, key = 'comment', long: string) => whole.replace(long, `ENC[${key}]`))
    .replace(stanza, 'AGE[you]');
  return names.reduce((short, [name, long]) => short.replaceAll(long, name), text);
}

/** What the short forms stand for. */
async function ciphertexts(files: Files): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [name, { recipient }] of [
    ['other', keys.bob],
    ['you', keys.alice],
  ] as const) {
    const text = await encrypted(files, recipient);
    const armored = stanza.exec(text)?.groups?.['text']?.replace(/^ +/gm, '');
    found.set(`AGE[${name}]`, JSON.stringify(armored));
    for (const { groups } of text.matchAll(value)) {
      found.set(`ENC[${groups?.['key'] ?? 'comment'}]`, groups?.['text'] ?? '');
    }
  }
  return found;
}

/** The codes of all that is wrong with the files, once some lines of one of them are changed. */
export async function codesOfSecrets(files: Files, change = ''): Promise<string[]> {
  const long = await ciphertexts(files);
  const changed = Object.fromEntries(
    Object.entries(changedFiles(files, change)).map(([name, text]) => {
      const values = text.replace(/(?:ENC|AGE)\[\w+\]/g, (short) => long.get(short) ?? short);
      return [name, { text: longNames(values), file: name }];
    }),
  );
  const source = (name: string) => changed[name] ?? { text: '' };
  const codes = new Set<string>();
  const note = (given: readonly { readonly code: string }[]) => {
    for (const { code } of given) codes.add(code);
  };
  const noted = <T>(result: Result<T>): T | undefined => {
    note('value' in result ? result.warnings : result.diagnostics);
    return 'value' in result ? result.value : undefined;
  };
  const identities = noted(await parseIdentities(source('keys.txt')));
  const rules = noted(await readCreationRules(source('.sops.yaml')));
  if (identities === undefined || rules === undefined) return [...codes];
  const rule = rules.ruleFor('db.sops.yaml');
  if (rule === undefined) throw new Error('no rule of the page matches its file');
  noted(await encrypt(source('db.yaml'), 'yaml', rule, fixedDeps()));
  const encrypted = source('db.sops.yaml');
  note((await verify(encrypted, 'yaml', { identities, rule })).diagnostics);
  noted(await decrypt(encrypted, 'yaml', identities));
  return [...codes];
}

/** Makes a change of the page: `---` and the name of a file, then its lines as in a diff. */
function changedFiles(files: Files, change: string): Files {
  if (change === '') return files;
  const [header = '', ...lines] = change.trimEnd().split('\n');
  const name = header.replace('--- ', '');
  const side = (mark: string): string =>
    lines.flatMap((line) => (line.startsWith(mark) ? [] : [`${line.slice(1)}\n`])).join('');
  const [before, after] = [side('+'), side('-')];
  const parts = `\n${files[name] ?? ''}`.split(`\n${before}`);
  if (parts.length !== 2) throw new Error(`${name} does not hold once: ${before}`);
  return { ...files, [name]: parts.join(`\n${after}`).slice(1) };
}

function valueOf<T>(result: Result<T>): T {
  if ('value' in result) return result.value;
  throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
}
