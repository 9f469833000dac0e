import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AgeKeys } from '../../../lib/io/secret/index.ts';
import { keys } from '../../sops/sops.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { filesIn, writeFile } from '../../support/tree.ts';

const { alice, bob, carol } = keys;
const everyone: readonly string[] = [alice.recipient, bob.recipient, carol.recipient];

/** Whose keys are found, and what is said of those that are not. */
async function found(env: NodeJS.ProcessEnv, platform?: NodeJS.Platform, recipients = everyone) {
  const { identities, problems } = await new AgeKeys(env, platform).for(recipients);
  const names = Object.entries(keys).map(([name, { recipient }]) => [recipient, name]);
  const byRecipient = Object.fromEntries(names) as Record<string, string>;
  return {
    people: identities.map(({ recipient }) => byRecipient[recipient]),
    problems: problems.map(({ message }) => message),
  };
}

test('all places count, in the order of sops', async () => {
  const home = temporaryFolder();
  writeFile(home, 'bob.txt', `# created: today\n\n${bob.secret}\n`);
  writeFile(home, '.config/sops/age/keys.txt', carol.secret);
  const env = { HOME: home, SOPS_AGE_KEY: alice.secret, SOPS_AGE_KEY_FILE: join(home, 'bob.txt') };
  expect(await found(env)).toEqual({ people: ['alice', 'bob', 'carol'], problems: [] });
});

test.each([
  ['linux', '.config', 'home', {}],
  ['linux', '', 'xdg', { XDG_CONFIG_HOME: 'root/xdg' }],
  ['linux', '.config', 'home', { XDG_CONFIG_HOME: '' }],
  ['darwin', 'Library/Application Support', 'home', {}],
  ['darwin', '', 'xdg', { XDG_CONFIG_HOME: 'root/xdg' }],
  ['win32', '', 'appdata', { AppData: 'root/appdata' }],
] as const)('the standard place on %s is %j in %s', async (platform, folder, under, more) => {
  const root = temporaryFolder();
  writeFile(join(root, under), join(folder, 'sops/age/keys.txt'), alice.secret);
  const settings = Object.entries(more).map(([name, value]) => [name, value.replace('root', root)]);
  const env = { HOME: join(root, 'home'), ...(Object.fromEntries(settings) as object) };
  expect((await found(env, platform)).people).toEqual(['alice']);
});

test('a relative XDG_CONFIG_HOME is no place, as in Go', async () => {
  expect(await found({ XDG_CONFIG_HOME: 'xdg' }, 'linux')).toEqual({ people: [], problems: [] });
});

test('a command is asked for each recipient in turn, until it gives the key of one', async () => {
  const root = temporaryFolder();
  const script = `echo "$SOPS_AGE_RECIPIENT $SOPS_AGE_KEY" >> ${root}/log; [ "$SOPS_AGE_RECIPIENT" = ${bob.recipient} ] && echo ${bob.secret}; true`;
  writeFile(root, 'key.sh', script);
  const env = { PATH: process.env['PATH'], SOPS_AGE_KEY_CMD: `sh ${root}/key.sh` };
  const ring = new AgeKeys(env);
  for (let time = 0; time < 2; time += 1) {
    const { identities } = await ring.for([alice.recipient, bob.recipient, carol.recipient]);
    expect(identities.map(({ recipient }) => recipient)).toEqual([bob.recipient]);
  }
  expect(filesIn(root)['log']).toBe(`${alice.recipient} \n${bob.recipient} \n`);
});

test('a command is not run where another key is that of a recipient', async () => {
  const env = { SOPS_AGE_KEY: alice.secret, SOPS_AGE_KEY_CMD: 'no-such-program' };
  expect(await found(env)).toEqual({ people: ['alice'], problems: [] });
});

test('a private key in the wrong variable is not repeated', async () => {
  const env = {
    PATH: process.env['PATH'],
    SOPS_AGE_KEY: `${alice.secret.slice(0, -1)}q`,
    SOPS_AGE_KEY_FILE: bob.secret,
    SOPS_AGE_KEY_CMD: `echo ${carol.secret}x`,
  };
  const { identities, problems } = await new AgeKeys(env).for(everyone);
  expect(identities).toEqual([]);
  expect(problems.map(({ severity }) => severity)).toEqual(
    Array.from({ length: 2 + everyone.length }, () => 'warning'),
  );
  expect(JSON.stringify(problems)).not.toContain('AGE-SECRET-KEY-1P');
  expect(JSON.stringify(problems)).not.toContain(alice.secret.slice(20, 40));
  expect(JSON.stringify(problems)).not.toContain(carol.secret.slice(20, 40));
});

test('keys of plugins, and of SSH where a file is for one, are said to be of no use', async () => {
  const home = temporaryFolder();
  writeFile(home, '.ssh/id_ed25519', 'x');
  const env = { HOME: home, SOPS_AGE_KEY: `AGE-PLUGIN-YUBIKEY-1Q\n${alice.secret}` };
  const plugin = 'a private key belongs to a plugin of age, which Sluice cannot use';
  const ssh = 'an SSH key may open the file, and Sluice cannot use one';
  expect(await found(env)).toEqual({ people: ['alice'], problems: [plugin] });
  const others = [bob.recipient, 'ssh-ed25519 AAAA'];
  expect(await found(env, 'linux', others)).toMatchObject({ problems: [plugin, ssh] });
});
