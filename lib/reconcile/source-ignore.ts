/**
 * Which files source-controller leaves out of an artifact (source-controller v1.9.5,
 * internal/controller/gitrepository_controller.go, and github.com/fluxcd/pkg/sourceignore
 * v0.18.0). Each path is judged alone, so a file below an ignored directory can be included
 * again, unlike in Git.
 */
import { matchesName } from '../flux/index.ts';

/** Whether a path, relative to the root and without a slash at its end, is left out. */
export type SourceIgnore = (path: string, isDirectory: boolean) => boolean;

/** The name of the files with patterns; those in `.git` do not count. */
export const ignoreFileName = '.sourceignore';

/** Left out always, unless a pattern includes them again. */
const versionControl = ['.git/', '.gitignore', '.gitmodules', '.gitattributes'];
/** Left out where no pattern at all is given. */
const defaults = [
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml'],
  ...['cloudbuild.yaml', 'codeship-services.yml', 'codeship-steps.yml'],
  ...['**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
];

type NameTest = (name: string) => boolean;

interface Pattern {
  /** The folder of the file that holds the pattern, by its names. */
  readonly folder: readonly string[];
  readonly includes: boolean;
  readonly onlyDirectories: boolean;
  /** Whether it has a slash inside, and so is bound to its folder. */
  readonly bound: boolean;
  readonly parts: readonly string[];
  readonly tests: readonly NameTest[];
}

/** Most patterns are a name or `*.ext`, which need no matching character by character. */
function nameTest(pattern: string): NameTest {
  if (!/[*?[\\]/.test(pattern)) return (name) => name === pattern;
  if (/^\*[^*?[\\]*$/.test(pattern)) return (name) => name.endsWith(pattern.slice(1));
  return (name) => matchesName(pattern, name);
}

function readPattern(line: string, folder: readonly string[]): Pattern {
  const includes = line.startsWith('!');
  let text = includes ? line.slice(1) : line;
  if (!text.endsWith('\\ ')) text = text.replace(/ +$/, '');
  const onlyDirectories = text.endsWith('/');
  if (onlyDirectories) text = text.slice(0, -1);
  const parts = text.split('/');
  const tests = parts.map(nameTest);
  return { folder, includes, onlyDirectories, bound: parts.length > 1, parts, tests };
}

function readPatterns(text: string, folder: readonly string[]): Pattern[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .map((line) => readPattern(line, folder));
}

function matchesAnywhere(
  { tests, onlyDirectories }: Pattern,
  names: readonly string[],
  isDirectory: boolean,
): boolean {
  const [test] = tests;
  const at = test === undefined ? -1 : names.findIndex(test);
  // The first name that matches decides, also where a later one would match too.
  return at >= 0 && !(onlyDirectories && !isDirectory && at === names.length - 1);
}

/** A pattern with slashes; what is below a match matches as well. */
function matchesBound(pattern: Pattern, names: readonly string[], isDirectory: boolean): boolean {
  let at = 0;
  let matched = false;
  let skips = false;
  for (const [index, part] of pattern.parts.entries()) {
    if (part === '') {
      skips = false;
    } else if (part === '**') {
      if (index === pattern.parts.length - 1) break;
      skips = true;
    } else if (part.includes('**') || at >= names.length) {
      return false;
    } else {
      const test = pattern.tests[index];
      const found = skips ? names.findIndex((name, i) => i >= at && test?.(name)) : at;
      matched = found >= 0 && test?.(names[found] ?? '') === true;
      if (!matched && !skips) return false;
      at = matched ? found + 1 : names.length;
      skips = false;
    }
  }
  return matched && !(pattern.onlyDirectories && !isDirectory && at >= names.length);
}

function matches(pattern: Pattern, path: readonly string[], isDirectory: boolean): boolean {
  const { folder } = pattern;
  if (path.length <= folder.length || folder.some((name, index) => path[index] !== name)) {
    return false;
  }
  const names = path.slice(folder.length);
  return pattern.bound
    ? matchesBound(pattern, names, isDirectory)
    : matchesAnywhere(pattern, names, isDirectory);
}

/**
 * What a source leaves out. Symbolic links, which an artifact never holds, are not its matter.
 *
 * @param files the text of each `.sourceignore`, by its path
 * @param ignore `spec.ignore`, whose patterns win over those of files
 */
export function sourceIgnore(
  files: ReadonlyMap<string, string>,
  ignore: string | undefined,
): SourceIgnore {
  const byDepth = [...files]
    .map(([path, text]) => ({ text, folder: path.split('/').slice(0, -1) }))
    .filter(({ folder }) => !folder.includes('.git'))
    .sort((a, b) => a.folder.length - b.folder.length);
  const given = [...byDepth, { text: ignore ?? '', folder: [] }].flatMap(({ text, folder }) =>
    readPatterns(text, folder),
  );
  const builtIn = given.length > 0 ? versionControl : [...versionControl, ...defaults];
  const patterns = [...builtIn.map((line) => readPattern(line, [])), ...given].reverse();
  const bound = patterns.filter((pattern) => pattern.bound);
  const known = new Map<string, boolean>();
  // Most names match nothing, and are asked about again with each path below them.
  const isNamed = (name: string): boolean => {
    let found = known.get(name);
    if (found === undefined) {
      found = patterns.some(({ bound, tests }) => !bound && tests[0]?.(name));
      known.set(name, found);
    }
    return found;
  };
  return (path, isDirectory) => {
    const names = path.split('/');
    const possible = names.some(isNamed) ? patterns : bound;
    return possible.find((pattern) => matches(pattern, names, isDirectory))?.includes === false;
  };
}
