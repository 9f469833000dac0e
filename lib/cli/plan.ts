import { Command, InvalidArgumentError, Option } from 'commander';
import { addFluxOptions } from './flux-options.ts';
import type { PlanFlags } from './run-plan.ts';

const examples = `
Examples:
  sluice plan                                           what is not merged yet, in any repository
  sluice plan --base origin/main                        the working tree against main
  sluice plan --base v1 --head v2 --format markdown     two revisions, for a pull request
  sluice plan --base main --format html -o plan.html    one page, with all diffs, for a browser
  sluice plan --base ../before --head dist              two folders
  sluice plan --base main --cluster home --live         what this cluster has, and not main
  sluice plan --base main --stage 1 -o .                the first tree of a safe move

Exit codes: 0 nothing changes, 2 changes, 3 dangers, 1 errors.
With errors, what could be planned is printed, and --output writes nothing.`;

/** `sluice plan`: says what Flux will do when one tree replaces another. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('Say what Flux will do when the head replaces the base, without a cluster.')
    .option(
      '-b, --base <rev|dir>',
      'what the clusters have: a revision or a folder (default: what is merged, or committed)',
    )
    .option('--head <rev|dir>', 'what they shall have (default: the working tree)')
    .addOption(
      new Option('-p, --path <subdir>', 'the folder of the manifests in both').default(
        '',
        'all of it',
      ),
    )
    .option('-c, --cluster <name>', 'only this cluster, or the folder where its Flux begins')
    .addOption(
      new Option(
        '--live',
        'ask the cluster what its Flux has applied, by kubectl; changes nothing',
      ).conflicts('inventory'),
    )
    .addOption(
      new Option('--context <name>', 'ask the cluster of this context of the kubeconfig')
        .implies({ live: true })
        .conflicts('inventory'),
    )
    .option('--inventory <file>', 'kubectl get kustomizations -A -o yaml, in place of --live')
    .addOption(
      new Option('-f, --format <format>', 'how to print it')
        .choices(['text', 'markdown', 'html', 'json'])
        .default('text'),
    )
    .option('-o, --output <file>', 'write it to a file; with --stage, a folder for the tree')
    .option('--stage <number>', 'write this intermediate tree of a safe move', stageNumber);
  return addFluxOptions(command)
    .addHelpText('after', examples)
    .action(async (flags: PlanFlags) => {
      // Help and mistakes should not wait for a YAML parser to load, nor it for Git.
      const { chooseBase, openTrees } = await import('./plan-trees.ts');
      const base = flags.base ?? (await chooseBase(process.cwd()));
      const [trees, { runPlan }] = await Promise.all([
        openTrees({ ...flags, base }, process.cwd()),
        import('./run-plan.ts'),
      ]);
      await runPlan(flags, trees);
    });
}

function stageNumber(text: string): 1 | 2 {
  if (text === '1') return 1;
  if (text === '2') return 2;
  throw new InvalidArgumentError('It must be 1 or 2; the third tree is the head itself.');
}
