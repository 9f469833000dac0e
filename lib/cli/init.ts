import { Command, Option } from 'commander';
import type { InitFlags } from './run-init.ts';

const examples = `
Examples:
  sluice init fleet --new-key                                             examples for all else
  sluice init fleet --age age1… --repo git@github.com:acme/manifests.git  a key that is there
  sluice init fleet --new-key --cluster lab --domain lab.example.org
  sluice init fleet --new-key --repo https://gitlab.com/acme/fleet --one-repository

It has a program with one cluster and one app, its test, .sops.yaml, CI and Renovate. On a terminal it
asks what it cannot know. A private key never goes into the repository: --new-key adds it to the file
in which sops looks for keys. Exit codes: 0 written, 1 errors.`;

/** `sluice init`: a new repository. */
export function initCommand(): Command {
  return new Command('init')
    .description('Make a new repository: a program with one cluster and one app.')
    .argument('<dir>', 'a folder that is empty, or not there yet')
    .option('-c, --cluster <name>', 'the name of the cluster', 'home')
    .option('--domain <domain>', 'below which its apps are reached (default: an example)')
    .option('-r, --repo <url>', 'the repository that Flux reads (default: an example)')
    .option('--one-repository', 'the program lies there too, and manifests on their own branch')
    .addOption(
      new Option('--forge <forge>', 'whose CI it gets (default: that of the repository)').choices([
        'github',
        'gitlab',
      ]),
    )
    .option(
      '--kubernetes <version>',
      'the minor version of the cluster (default: the newest known)',
    )
    .option('--age <public-key>', "the cluster's key: secrets are encrypted for it")
    .addOption(
      new Option('--new-key', 'make that key, and keep the private half for sops').conflicts('age'),
    )
    .addHelpText('after', examples)
    .action(async (directory: string, flags: InitFlags) => {
      const { runInit } = await import('./run-init.ts');
      await runInit(directory, flags);
    });
}
