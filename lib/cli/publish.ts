import { Command, InvalidArgumentError } from 'commander';
import type { PublishFlags } from './run-publish.ts';

const examples = `
Examples:
  sluice publish --repo https://github.com/acme/manifests --branch main    token in SLUICE_GIT_TOKEN
  sluice publish --repo git@github.com:acme/manifests.git --branch main    keys of ssh
  sluice publish --repo ../manifests --branch main --cluster home          a folder, one cluster
  sluice publish --repo oci://ghcr.io/acme/fleet:main                      an artifact of Flux

For artifacts, log in with docker login, or by SLUICE_OCI_TOKEN; the default tag is the program's branch.
It writes and removes the files that Sluice owns there, and leaves all others. The program must be
committed, and what it makes without errors of sluice validate. Without changes there is no commit. Exit codes: 0 published or nothing to do, 1 errors.`;

/** `sluice publish`: commits the fleet's manifests to the branch that clusters read. */
export function publishCommand(): Command {
  return new Command('publish')
    .description('Commit the manifests of the fleet to the repository that Flux reads.')
    .requiredOption('-r, --repo <url|dir>', 'the manifests repository')
    .option('-b, --branch <name>', 'the branch that the clusters read')
    .option('-c, --cluster <name...>', 'only these clusters')
    .option('--cosign-key <key>', 'sign the artifact with cosign; its password in COSIGN_PASSWORD')
    .option('-m, --message <text>', 'the first line of the commit message')
    .option('--max-deletions <number>', 'the most files that may be removed', wholeNumber, 25)
    .option('--no-validate', 'do not look for what the cluster would refuse')
    .option('--json', 'say what was published as JSON')
    .addHelpText('after', examples)
    .action(async (flags: PublishFlags) => {
      // Help and mistakes should not wait for cdk8s to load.
      const { runPublish } = await import('./run-publish.ts');
      await runPublish(flags);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
