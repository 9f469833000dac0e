/** The real sops, for tests that compare with it; and keys that protect nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deps, Identity, Result } from '../../lib/sops/index.ts';
import { parseIdentities } from '../../lib/sops/index.ts';
import { program } from '../../tools/programs.ts';
import { run, RunError } from '../../tools/run.ts';

/** Keys made for these tests alone. They are public, and open nothing but the vectors. */
export const keys = {
  alice: {
    recipient: 'age1zf9djdgq2qtzuza53qfng8n3ey2c64wgs0qdc9qedvxk4447tpxsxa9qdn',
    secret: 'AGE-SECRET-KEY-15Y9N9PNJ7NLV4HCLGJGDPPPQZJQTEE0RYHMCPKDWHGQF7TDHGMTQUVDAZN',
  },
  bob: {
    recipient: 'age1a7x83yvhe96w504jxm6gtrhdck9dpzda6vqakesv823yf5zdwdvsjj6aju',
    secret: 'AGE-SECRET-KEY-1PDJX22XMG73Q7XKNMCVSC0D8A9GS6EXF99V5YEZYLVKKY2DPM6YSTWA5LA',
  },
  /** A post-quantum hybrid key. */
  carol: {
    recipient:
      'age1pq1wfnhxd8frgrjfskdqsn25sdl9c3uefycce5hsn230dewy8pg8xzv3ul2yg27jlr5989h76g967q36235dumdpz24ycnp6jaj7qvvq2upg4hkn2tkz443dzcccnmts2t9de4a22ahpgsq9dyj327yg49mn7g2nsn8vt93yayvwjmfk7rgqrq5yxcg6ja72zvzy7t6knjjgee8esu7jf66sufnr36ngf5ynkctv78eswvme4msnhsurxwmf8mfv84ncrxyedz04h6h8dfsf4eqn3jltxr3taneffgttgc63vq0zk5hc4xwjccgj9g64hrfpf5gt36nm9ykqqge4t4j4aez8lruzrvsvs857amc77qt50yhtzgtc0hz2j4y4ktfdfxptv5hfyfhhwjgycwkvrzqc7fkp7eq8g2aqutaqey0lgpl0vzvtmf6fh40yat94jm4svtap62pyau4t3dqtgfzmssadk6yqw5j6qc39dplj58luy33z6f8ks2ejhdyqq0x2yzes3tepujdpn9r5gfh5gqf3r868vlvvwfuw4a40msnrv45jpycq9dnvpasjkju5ldhe2xnntustx9vkpcp8lymnn6t87r0q584pxwpawkx9s2mr0kxfnan2s0hwp2g9lq4uf7v3mpnvsje2tl4ejzrq2rerxqqh9e22rvk4d9ad23523nuannc3eguhqrrrttcgw0nnty6u2dfdjwzyz6hdywe6l9a92et7mq3nax6zmwanyytgvgyg7fezv6r30mskwqfffag6z8d63kf6yamt3a8wzj6w483kp6jzp4gvhakv3q4haf2z4jlcd3ht4vnpsdpf27rdnnmqke5hplha6tx67fsv67kp3q5cjctcw008f5l55z2npg84ufjzwrtyeurkdupjv29wqwys2274wjtcdrpxmz6pyngzex8yxp3rpgz9vrdypud6725h7g9hf7enjr7xvlqxqsy4jq2fhg8erc9wr4kpv8lc9yn2gqc7dshncwrc0047cnh237w0faxk6gzcs2hjyj55x9mkqjl6scjxxeejax8whvxkapzc3u5hq6masagtr6vvzyraqa3j8y8ktpq69jhfvn70vcdmxh40hrh4exgdcxq9qzvfj3qnvnve52x5z4vsexn4e6mtq4a0jgyj73r9lcu72h4qukcc8e4lysg4f6w2kamqd5ng4f74qycwd7qulxwywz5hwessq4e8ypulfac9salzdevw2u8jun82stjhpwv9squ8ps8dmrmhmmjnswdev42g32u9lzx5rng5p37dvx6ka8kxfrq8sqzqvmq36ayq8d2pdzzu8zzvcvg8qtexnatjk3e4fhpmfstzd5ktcnu5552wf98c9rwj4ak6s9vm0fh8jr2x7qdx2r676wtpscun925wx7gskhkgj8xc2j400cc7lcjs7phftycpznpf5kw4jjpsxykf2fhwvv9qqcxpuqhyg6z6sq94hjw5mtl4y6jla5v5devfcyeku06w2e20g54uq2e8g94q4tqdps70wf6j43tajel9yjkfun89u40she7w0yt6wu4p4yrupwufsmj28ecfs7any2k5xvsu5xywr5cjkvgzr833n9gfpee2j9mhjg7crzgqxndt7ucyuw936v94h7vfdzjwkaz5e2czj9ka60heh58dtd4mv0ftyr5df6v88g6p02yk90gw9e0g7aa89vm5uvxgxw2sca0lr9umf5gj4cysmyr96f6k7hssdfeqeaqqurh2jj2gawn2x8x57lhy2temzaqfta9nfgt5jg7vy36gp97nyrzl809f28myl2wk4f9lqzvs3zrqck0qu9478pkv6u53huf2u4ttlssa8xxsydas49gpwe2ujc03ntja5azersf2z3g5j0kt0u456jvvutvnys0da53ssf7yun0g0tw',
    secret: 'AGE-SECRET-KEY-PQ-1YPFK2R8QDZ3AQ2HLQ8H3U3AGKGE0KT9YA97JPPP2A76NSK4R2CHQAQ3WEC',
  },
} as const;

export async function identity(name: keyof typeof keys): Promise<Identity> {
  const [found] = valueOf(await parseIdentities({ text: keys[name].secret }));
  return found!;
}

/** The value of a result; the test fails with the diagnostics if it has none. */
export function valueOf<T>(result: Result<T>): T {
  if ('value' in result) return result.value;
  throw new Error(result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
}

/** The codes of what went wrong, or was warned of. */
export function codesOf(result: Result<unknown>): string[] {
  const found = 'value' in result ? result.warnings : result.diagnostics;
  return found.map(({ code }) => code);
}

/** A clock that stands, and bytes that look random and repeat. */
export function fixedDeps(start = 1): Deps {
  let state = start;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  };
  return {
    now: new Date('2026-01-02T03:04:05.678Z'),
    randomBytes: (count) => Uint8Array.from({ length: count }, next),
  };
}

// No configuration, keys or agents of whoever runs the tests.
const environment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  XDG_CONFIG_HOME: '/nonexistent',
};

/** Runs sops on a text, with the keys of some people. */
async function sops(
  args: readonly string[],
  input: string | Uint8Array,
  people: readonly (keyof typeof keys)[] = ['alice'],
): Promise<string> {
  const secrets = people.map((name) => keys[name].secret).join('\n');
  return run(await program('sops'), ['--disable-version-check', ...args], {
    env: people.length === 0 ? environment : { ...environment, SOPS_AGE_KEY: secrets },
    // It would find the creation rules of this project.
    cwd: '/',
    input,
  });
}

/** Encrypts with sops by a creation rule, which is the only way to some of its settings. */
export function sopsEncryptBy(
  rule: Readonly<Record<string, unknown>>,
  input: string,
  format: string,
): Promise<string> {
  const creation = { age: keys.alice.recipient, ...rule };
  return sopsEncryptWith(JSON.stringify({ creation_rules: [creation] }), input, `x.${format}`);
}

/** Encrypts with sops by the text of a .sops.yaml, as a file of some name beside it. */
export async function sopsEncryptWith(rules: string, input: string, path: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sops-'));
  try {
    const config = join(folder, '.sops.yaml');
    writeFileSync(config, rules);
    const name = ['--filename-override', join(folder, path)];
    return await sops(['--config', config, 'encrypt', ...name], input);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Encrypts with sops, for Alice unless another recipient is among the arguments. */
export function sopsEncrypt(
  input: string | Uint8Array,
  format: string,
  ...args: string[]
): Promise<string> {
  const recipients = args.includes('--age') ? [] : ['--age', keys.alice.recipient];
  const types = ['--input-type', format, '--output-type', format];
  return sops(
    ['encrypt', ...recipients, ...types, ...args, '--filename-override', `x.${format}`],
    input,
  );
}

export function sopsDecrypt(
  input: string,
  format: string,
  output = format,
  people?: readonly (keyof typeof keys)[],
): Promise<string> {
  const types = ['--input-type', format, '--output-type', output];
  return sops(['decrypt', ...types, '--filename-override', `x.${format}`], input, people);
}

/** Whether sops takes a file for genuine. */
export async function sopsAccepts(input: string, format: string): Promise<boolean> {
  return sopsDecrypt(input, format).then(
    () => true,
    (error: unknown) => {
      if (error instanceof RunError && typeof error.code === 'number') return false;
      throw error;
    },
  );
}
