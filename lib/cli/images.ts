import { Command, Option } from 'commander';
import type { ImagesFlags } from './run-images.ts';

const examples = `
Examples:
  sluice images                                        tags in the output of cdk8s.yaml
  sluice images --path ../manifests                    tags in another folder
  sluice images --repo git@example.org:m.git -b main   tags on the branch that clusters read
  sluice images --repo ../manifests -b main --pull     write those tags into the program
  sluice images --cluster home --live                  the tags that run there, too

--pull writes a tag where \`Image.of\` has it as plain text, and says where else a person must.
Exit codes: 0 clean, 1 errors.`;

/** `sluice images`: what Flux made of the images that the program declares. */
export function imagesCommand(): Command {
  return new Command('images')
    .description('List the images that Flux keeps up to date, and the tags it committed.')
    .option('-c, --cluster <name...>', 'only these clusters')
    .option('-p, --path <dir>', 'the tree to which Flux commits (default: the output)')
    .option('-r, --repo <url|dir>', 'the manifests repository, in place of a folder')
    .option('-b, --branch <name>', 'the branch of the repository that the clusters read')
    .option('--live', 'ask the cluster which tags run, by kubectl; changes nothing')
    .addOption(
      new Option('--context <name>', 'ask the cluster of this context of the kubeconfig').implies({
        live: true,
      }),
    )
    .option('--pull', 'write committed tags into the program')
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples)
    .action(async (flags: ImagesFlags) => {
      // Help and mistakes should not wait for cdk8s to load.
      const { runImages } = await import('./run-images.ts');
      await runImages(flags);
    });
}
