import { type Command, InvalidArgumentError, Option } from 'commander';

/** Adds the options of the offline Flux to a command. */
export function addFluxOptions(command: Command): Command {
  return addSourceOption(command).option(
    '--offline',
    'fetch nothing: use only sources and charts that were fetched before',
  );
}

/** Adds the option that names the content of other sources. */
export function addSourceOption(command: Command): Command {
  return command.addOption(
    new Option('-s, --source <name=dir>', 'a folder with the content of another source')
      .argParser(addSource)
      .default({}, 'none'),
  );
}

function addSource(text: string, sources: Record<string, string>): Record<string, string> {
  const [, name, directory] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || directory === undefined) {
    throw new InvalidArgumentError('It must be NAME=DIR.');
  }
  return { ...sources, [name]: directory };
}
