import { Command } from 'commander';
import type { DecryptFlags } from './decrypt.ts';
import type { EncryptFlags } from './encrypt.ts';
import type { ImportFlags } from './import.ts';
import type { ListFlags } from './list.ts';
import type { SetFlags } from './set.ts';
import type { UpdateKeysFlags } from './updatekeys.ts';
import type { VerifyFlags } from './verify.ts';

const groupHelp = `
Recipients come from the nearest .sops.yaml above a file. Private keys come from SOPS_AGE_KEY,
SOPS_AGE_KEY_FILE, SOPS_AGE_KEY_CMD and ~/.config/sops/age/keys.txt, as for sops.`;

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/**
 * `sluice secret`: what people and CI do with SOPS files. Only names and help are here: what a
 * command does is loaded when it runs.
 *
 * @param parent the command whose settings it takes over
 */
export function secretCommand(parent: Command): Command {
  const secret = new Command('secret')
    .copyInheritedSettings(parent)
    .description('Create, read, change and verify SOPS files.')
    .addHelpText('after', groupHelp);
  addValueCommands(secret);
  addFileCommands(secret);
  addGuardCommands(secret);
  return secret;
}

function addValueCommands(secret: Command): void {
  secret
    .command('set <file> <key>')
    .description('Set one value; a file that is new becomes a Secret of that name.')
    .option('--replace', 'if no private key opens the file, write it anew with this value alone')
    .addHelpText(
      'after',
      `
The value is asked for without being shown, or read from standard input, where the newline behind a
single line is left out. It is never an argument: others can see those.

KEY is a path, such as stringData.password or data["tls.crt"]. In a Secret a name alone is enough;
where it stands under data, the value is written as base64.
${examples(
  'sluice secret set db.sops.yaml password',
  'pwgen 32 1 | sluice secret set db.sops.yaml password',
  'sluice secret set db.sops.yaml ca.crt < ca.crt',
)}`,
    )
    .action(async (file: string, key: string, flags: SetFlags) => {
      await (await import('./set.ts')).set(file, key, flags);
    });
  secret
    .command('get <file> <key>')
    .description('Print one value.')
    .addHelpText(
      'after',
      examples(
        'sluice secret get db.sops.yaml password',
        'sluice secret get db.sops.yaml \'data["tls.crt"]\'',
      ),
    )
    .action(async (file: string, key: string) => {
      await (await import('./get.ts')).get(file, key);
    });
  secret
    .command('list <file>')
    .description('Print the keys of the encrypted values, and no value. Needs no private key.')
    .option('--json', 'with their types, and the keys in plain text, as JSON')
    .addHelpText(
      'after',
      examples('sluice secret list db.sops.yaml', 'sluice secret list --json db.sops.yaml'),
    )
    .action(async (file: string, flags: ListFlags) => {
      await (await import('./list.ts')).list(file, flags);
    });
}

function addFileCommands(secret: Command): void {
  secret
    .command('edit <file>')
    .description('Change a file in $SOPS_EDITOR or $EDITOR.')
    .addHelpText(
      'after',
      examples(
        'sluice secret edit db.sops.yaml',
        "EDITOR='code --wait' sluice secret edit db.sops.yaml",
      ),
    )
    .action(async (file: string) => {
      await (await import('./edit.ts')).edit(file);
    });
  secret
    .command('encrypt <file>')
    .description('Print a file encrypted. Needs no private key.')
    .option('-i, --in-place', 'write it back to the file')
    .addHelpText(
      'after',
      examples(
        'sluice secret encrypt --in-place db.sops.yaml',
        'sluice secret encrypt db.sops.yaml > encrypted.yaml',
      ),
    )
    .action(async (file: string, flags: EncryptFlags) => {
      await (await import('./encrypt.ts')).encryptFile(file, flags);
    });
  secret
    .command('decrypt <file>')
    .description('Print a file decrypted.')
    .option('-i, --in-place', 'write it back to the file, for you alone to read')
    .addHelpText(
      'after',
      examples(
        'sluice secret decrypt db.sops.yaml',
        'sluice secret decrypt --in-place db.sops.yaml',
      ),
    )
    .action(async (file: string, flags: DecryptFlags) => {
      await (await import('./decrypt.ts')).decryptFile(file, flags);
    });
  secret
    .command('import <source> <file>')
    .description('Make an encrypted Secret of a .env file or of a Secret in plain text.')
    .option('--replace', 'write the file anew if it is there')
    .addHelpText(
      'after',
      examples(
        'sluice secret import .env app.sops.yaml',
        'sluice secret import secret.yaml db.sops.yaml',
      ),
    )
    .action(async (source: string, file: string, flags: ImportFlags) => {
      await (await import('./import.ts')).importSecret(source, file, flags);
    });
}

function addGuardCommands(secret: Command): void {
  secret
    .command('verify [paths...]')
    .description('Check the SOPS files of a tree: form, recipients, leftovers, MAC.')
    .option('--json', 'say what was found as JSON')
    .addHelpText(
      'after',
      `
Without a private key all but the values and the MAC is checked, and it says so. Folders stand for
what Git has or would add below them; without PATHS it is the working directory. As a pre-commit hook
it reads the working tree: what is staged and was changed since is checked as it is now.
${examples(
  'sluice secret verify',
  'sluice secret verify apps/podinfo/db.sops.yaml     as a pre-commit hook does',
  'sluice secret verify --json | jq .files',
)}`,
    )
    .action(async (paths: string[], flags: VerifyFlags) => {
      await (await import('./verify.ts')).verifyFiles(paths, flags);
    });
  secret
    .command('updatekeys [paths...]')
    .description('Give files the recipients that the creation rules name.')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'say what changes as JSON; without --yes nothing is written')
    .addHelpText(
      'after',
      `
Only the recipients' stanzas change. Who is removed keeps what they have read: rotate the data key,
and change the secrets themselves. Folders stand for the SOPS files that Git has or would add below
them; without PATHS it is the working directory.
${examples('sluice secret updatekeys', 'sluice secret updatekeys --yes db.sops.yaml')}`,
    )
    .action(async (paths: string[], flags: UpdateKeysFlags) => {
      await (await import('./updatekeys.ts')).updateKeys(paths, flags);
    });
  secret
    .command('rotate <file>')
    .description('Encrypt every value again with a new data key, for the same recipients.')
    .addHelpText('after', examples('sluice secret rotate db.sops.yaml'))
    .action(async (file: string) => {
      await (await import('./rotate.ts')).rotateFile(file);
    });
}
