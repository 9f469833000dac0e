import path from 'node:path';
import { DiagnosticError, errorAt, plural } from '../core/index.ts';
import { type Answers, answersOf, type Forge, initialFiles, problemsOf } from '../init/index.ts';
import { checkEmpty, packageVersions, writeRepository } from '../io/init/index.ts';
import { ask, canAsk, keepNewKey } from '../io/secret/index.ts';
import { recipientProblem } from '../sops/index.ts';
import { kubernetesVersions } from '../validate/schema/index.ts';

/** The options of `sluice init`. */
export interface InitFlags {
  readonly cluster: string;
  readonly domain?: string;
  readonly repo?: string;
  readonly oneRepository?: true;
  readonly forge?: Forge;
  readonly kubernetes?: string;
  readonly age?: string;
  readonly newKey?: true;
}

/** Writes a new repository, and says what comes next. */
export async function runInit(directory: string, flags: InitFlags): Promise<void> {
  const folder = path.resolve(directory);
  checkEmpty(folder, directory);
  const isAsked = canAsk();
  const given = isAsked ? await asked(flags, path.basename(folder)) : flags;
  const newKey = given.newKey === true;
  const { age = '' } = given;
  if (age === '' && !newKey) throw new DiagnosticError([noKey()]);
  const kubernetes = given.kubernetes ?? kubernetesVersions[kubernetesVersions.length - 1] ?? '';
  const named = { ...given, name: path.basename(folder), kubernetes };
  const answers = answersOf({ ...named, age });
  const problems = [...problemsOf(answers), ...(newKey ? [] : await keyProblems(age))];
  if (problems.length > 0) throw new DiagnosticError(problems);
  const key = newKey
    ? await keepNewKey(`cluster ${answers.cluster} of ${answers.name}`, process.env)
    : undefined;
  const complete = key === undefined ? answers : { ...answers, age: key.recipient };
  const files = initialFiles(complete, packageVersions(folder));
  const hasGit = await writeRepository(folder, files);

  const { cluster, domain, source } = answers;
  console.log(
    `${directory}: ${plural(files.size, 'file')} for the cluster ${cluster} and its app hello`,
  );
  if (key) {
    console.log(`Only ${key.file} has the private key of ${key.recipient}: keep a copy of it.`);
  }
  const examples = [
    ...(given.domain === undefined ? [`the domain ${domain}`] : []),
    ...(given.repo === undefined ? [`the repository ${source}`] : []),
  ];
  if (examples.length > 0) {
    const are = examples.length > 1 ? 'are examples' : 'is an example';
    console.log(`In clusters/${cluster}/index.ts, ${examples.join(' and ')} ${are}.`);
  }
  const steps = nextSteps(directory, answers, hasGit).map((step) => `  ${step}`);
  console.log(`\nNext, and README.md has the rest:\n${steps.join('\n')}`);
}

/** The flags, and what a person says to questions about those that have no good default. */
async function asked(flags: InitFlags, name: string): Promise<InitFlags> {
  const said: { -readonly [Key in keyof InitFlags]: InitFlags[Key] } = { ...flags };
  const examples = answersOf({ ...flags, name, kubernetes: '', age: '' });
  if (flags.repo === undefined) {
    const answer = await ask(`Repository that Flux reads [${examples.source}]: `);
    if (answer !== '') said.repo = answer;
  }
  if (flags.age === undefined && flags.newKey === undefined) {
    const answer = await ask('Public key of age that secrets are encrypted for [make a new one]: ');
    if (answer === '') said.newKey = true;
    else said.age = answer;
  }
  return said;
}

function noKey() {
  const hint =
    '--age age1… names a public key; --new-key makes one, and keeps its private half for sops.';
  return errorAt('usage', {}, 'no key is given that secrets are encrypted for', { hint });
}

async function keyProblems(age: string) {
  const problem = await recipientProblem(age);
  if (problem === undefined) return [];
  const hint = 'A public key begins with age1: age-keygen -y FILE prints it.';
  return [errorAt('usage', {}, `--age: ${problem}`, { hint })];
}

function nextSteps(directory: string, answers: Answers, hasGit: boolean): readonly string[] {
  const { source, branch } = answers;
  return [
    ...(path.resolve(directory) === process.cwd() ? [] : [`cd ${directory}`]),
    'npm install',
    'npx sluice synth',
    'npm test',
    `${hasGit ? '' : 'git init && '}git add . && git commit -m 'A fleet'`,
    `npx sluice publish --repo ${source} --branch ${branch}`,
  ];
}
