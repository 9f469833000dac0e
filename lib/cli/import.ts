import { Command } from 'commander';
import type { ImportFlags } from './run-import.ts';

const examples = `
Examples:
  sluice import ../home-ops                     a Flux repository: its clusters and apps, to .
  sluice import . --app podinfo --take-over     one app of it, in place of its YAML
  sluice import deploy/overlays/production      a kustomize directory or plain YAML, as one app
  sluice import crd crds/certificates.yaml      typed constructs for custom resources

The program is run before it is kept: what it writes must change nothing in any cluster.
Exit codes: 0 imported, 1 errors, or nothing could be.`;

/** `sluice import`: writes a program that gives what a repository applies. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('Turn YAML that Flux applies into a program that writes the same, and prove it.')
    .argument('<path>', 'a repository of Flux, a kustomize directory, or plain YAML')
    .option('-o, --out <dir>', 'where the program goes (default: here)')
    .option('-c, --cluster <name>', 'only this cluster, or the folder where its Flux begins')
    .option('-a, --app <name...>', 'only what these Kustomizations apply: NAME or NAMESPACE/NAME')
    .option('--take-over', 'put what the program writes in place of the YAML in the repository')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', examples)
    .action(async (directory: string, flags: ImportFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runImport } = await import('./run-import.ts');
      await runImport(directory, flags);
    });
  command.addCommand(crdCommand().copyInheritedSettings(command));
  return command;
}

const crdExamples = `
Examples:
  sluice import crd crds/certificates.yaml --out crds
  kubectl get crd -o yaml > all.yaml && sluice import crd all.yaml`;

function crdCommand(): Command {
  return new Command('crd')
    .description('Write typed constructs for custom resources, one module for each API group.')
    .argument('<path>', 'a file or a folder with CustomResourceDefinitions')
    .option('-o, --out <dir>', 'where the modules go (default: crds)')
    .addHelpText('after', crdExamples)
    .action(async (name: string, _: object, command: Command) => {
      const { runImportCrd } = await import('./run-import-crd.ts');
      // The command above it has an option of that name, which takes what is given here.
      const { out = 'crds' } = command.optsWithGlobals<{ out?: string }>();
      runImportCrd(name, out);
    });
}
