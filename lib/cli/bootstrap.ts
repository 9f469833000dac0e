import { Command, InvalidArgumentError, Option } from 'commander';
import type { BootstrapFlags } from './run-bootstrap.ts';

const examples = `
Examples:
  sluice bootstrap --cluster home --operator flux-operator.yaml      Flux, and all apps
  sluice bootstrap --cluster home --components flux.yaml             a cluster without flux-operator
  sluice bootstrap --cluster home --dry-run                          every object, secrets masked
  sluice bootstrap --cluster home --register github                  the deploy key too: GITHUB_TOKEN

kubectl reaches the cluster. Private keys of age come from where sops takes them (SOPS_AGE_KEY,
SOPS_AGE_KEY_FILE), a token for a source over https or oci from SLUICE_SOURCE_TOKEN. Both go to the
cluster alone. It can be run again at any time. Exit codes: 0 everything is ready, 1 errors.`;

/** `sluice bootstrap`: brings an empty cluster to the state that its program defines. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description('Install Flux in a cluster, and have it follow the manifests repository.')
    .requiredOption('-c, --cluster <name>', 'the cluster of the program')
    .option('--context <name>', 'the context of the kubeconfig (default: its current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: that of kubectl)')
    .option('--operator <file>', 'the manifests that install flux-operator')
    .addOption(
      new Option(
        '--components <file>',
        'the manifests of Flux itself: flux install --export',
      ).conflicts('operator'),
    )
    .option('--private-key <file>', 'the deploy key for a source over ssh (default: a new one)')
    .option('--known-hosts <file>', 'the public keys of the source over ssh, unless well-known')
    .addOption(
      new Option('--register <forge>', 'give the public half of the deploy key to it').choices([
        'github',
        'gitlab',
      ]),
    )
    .option('-r, --repo <url|dir>', "where to publish what is missing (default: the source's URL)")
    .option('--timeout <minutes>', 'how long to wait until everything is ready', minutes, 10)
    .option('--dry-run', 'print every object with its secrets masked, and ask no cluster')
    .addHelpText('after', examples)
    .action(async (flags: BootstrapFlags) => {
      // Help and mistakes should not wait for cdk8s to load.
      const { runBootstrap } = await import('./run-bootstrap.ts');
      await runBootstrap(flags);
    });
}

function minutes(text: string): number {
  const number = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (number <= 0) throw new InvalidArgumentError('It must be a number of minutes.');
  return number;
}
