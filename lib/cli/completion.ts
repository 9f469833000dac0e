import { Argument, Command } from 'commander';

const examples = `
Examples:
  eval "$(sluice completion bash)"                                       in ~/.bashrc
  eval "$(sluice completion zsh)"                                        in ~/.zshrc, after compinit
  sluice completion fish > ~/.config/fish/completions/sluice.fish        once`;

/** `sluice completion`: what a shell needs to complete commands, options and their values. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('Print what a shell needs to complete the words of sluice.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples)
    .action(async (shell: 'bash' | 'zsh' | 'fish', _: object, self: Command) => {
      const { completionFor } = await import('./completion-scripts.ts');
      console.log(completionFor(shell, self.parent ?? self));
    });
}
