import type { Command, Option } from 'commander';

/** One command as a shell sees it. */
interface Completed {
  /** The words that lead to it, such as `secret set`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly Command[];
  readonly options: readonly Option[];
  /** What its first argument can be, where that is known. */
  readonly choices: readonly string[];
}

/**
 * The script by which a shell completes commands, options and choices. Everything is in it: a shell
 * starts no program to complete a word.
 */
export function completionFor(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const all = completedIn(program, '');
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](all);
}

function completedIn(command: Command, path: string): readonly Completed[] {
  const { commands } = command;
  const [argument] = command.registeredArguments;
  const options = command.createHelp().visibleOptions(command);
  return [
    { path, commands, options, choices: argument?.argChoices ?? [] },
    ...commands.flatMap((each) => completedIn(each, `${path} ${each.name()}`.trim())),
  ];
}

function flagsOf({ short, long }: Option): readonly string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

function wordsOf({ commands, options, choices }: Completed): readonly string[] {
  return [...commands.map((each) => each.name()), ...choices, ...options.flatMap(flagsOf)];
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** In single quotes, as all three shells read them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The lines of a case that sets `list` to what may follow an option, for bash and zsh. */
function valueCases(all: readonly Completed[]): readonly string[] {
  return all.flatMap(({ path, options }) =>
    options.filter(takesValue).map((option) => {
      const pattern = flagsOf(option)
        .map((flag) => quoted(`${path} ${flag}`.trim()))
        .join('|');
      return `    ${pattern}) list=${quoted((option.argChoices ?? []).join(' '))}; value=1 ;;`;
    }),
  );
}

function pathCases(all: readonly Completed[]): readonly string[] {
  return all
    .filter(({ path }) => path !== '')
    .map(({ path }) => `    ${quoted(path)}) found=${quoted(path)} ;;`);
}

function wordCases(all: readonly Completed[]): readonly string[] {
  return all.map((each) => `    ${quoted(each.path)}) list=${quoted(wordsOf(each).join(' '))} ;;`);
}

/** What bash and zsh share: `found` is the command before the cursor, `list` the words that fit. */
function shared(all: readonly Completed[], words: string): readonly string[] {
  return [
    '  local found= list= value= word',
    `  for word in ${words}; do`,
    '    case "${found:+$found }$word" in',
    ...pathCases(all).map((line) => `  ${line}`),
    '    esac',
    '  done',
    '  case "${found:+$found }$previous" in',
    ...valueCases(all),
    '  esac',
    '  if [ -z "$value" ]; then',
    '    case "$found" in',
    ...wordCases(all).map((line) => `  ${line}`),
    '    esac',
    '  fi',
  ];
}

function bashScript(all: readonly Completed[]): string {
  return [
    '_sluice() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}',
    ...shared(all, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"'),
    '  COMPREPLY=($(compgen -W "$list" -- "$current"))',
    '  if [ ${#COMPREPLY[@]} -eq 0 ]; then compopt -o default; fi',
    '}',
    'complete -F _sluice sluice',
  ].join('\n');
}

function zshScript(all: readonly Completed[]): string {
  return [
    '#compdef sluice',
    '_sluice() {',
    '  local previous=${words[CURRENT-1]}',
    ...shared(all, '"${(@)words[2,CURRENT-1]}"'),
    '  if [ -n "$list" ]; then compadd -- ${=list} || _files; else _files; fi',
    '}',
    'compdef _sluice sluice',
  ].join('\n');
}

function fishScript(all: readonly Completed[]): string {
  const isAt = (path: string): string => {
    if (path === '') return '__fish_use_subcommand';
    return path
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
  };
  const lines = all.flatMap(({ path, commands, options, choices }) => {
    const names = commands.map((each) => each.name());
    const before = path === '' ? '' : `; and not __fish_seen_subcommand_from ${names.join(' ')}`;
    const here = names.length > 0 && path !== '' ? `${isAt(path)}${before}` : isAt(path);
    const line = (more: string, description: string): string =>
      `complete -c sluice -n ${quoted(here)} ${more}${description === '' ? '' : ` -d ${quoted(description)}`}`;
    return [
      ...commands.map((each) => line(`-f -a ${each.name()}`, each.description())),
      ...choices.map((choice) => line(`-f -a ${choice}`, '')),
      ...options.map((option) => {
        const short = option.short === undefined ? '' : `-s ${option.short.slice(1)} `;
        const long = option.long === undefined ? '' : `-l ${option.long.slice(2)}`;
        const value = option.argChoices
          ? ` -x -a ${quoted(option.argChoices.join(' '))}`
          : takesValue(option)
            ? ' -r'
            : '';
        return line(`${short}${long}${value}`, option.description);
      }),
    ];
  });
  return lines.join('\n');
}
