import { Command, Option } from 'commander';
import type { VerifyFlags } from './run-verify.ts';

const examples = `
Examples:
  sluice verify                              the program and the branches that its clusters read
  sluice verify --cluster home --live        and what the cluster says, by kubectl
  sluice verify --repo ../manifests --json   a folder in place of the repository, for machines

Each line says pass, fail or not checked, and below it why and how to mend it. Nothing is changed, in Git
or in a cluster. Tokens: SLUICE_GIT_TOKEN for the repository, GITHUB_TOKEN or GITLAB_TOKEN for the rules of
its branches. Exit codes: 0 nothing fails, 1 something fails, or errors.`;

/** `sluice verify`: the checklist of a fleet. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check that what runs is what was published, and published as it should be.')
    .option('-c, --cluster <name>', 'only this cluster')
    .option('--live', 'ask the cluster, too, by kubectl; changes nothing')
    .addOption(
      new Option('--context <name>', 'ask the cluster of this context of the kubeconfig').implies({
        live: true,
      }),
    )
    .option('-r, --repo <url|dir>', "the manifests repository, in place of the clusters' own")
    .option('--json', 'print the checklist as JSON')
    .addHelpText('after', examples)
    .action(async (flags: VerifyFlags) => {
      // Help and mistakes should not wait for cdk8s to load.
      const { runVerify } = await import('./run-verify.ts');
      await runVerify(flags);
    });
}
