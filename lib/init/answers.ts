import { type Diagnostic, errorAt } from '../core/index.ts';

/** The forges for which a new repository gets CI. */
export type Forge = 'github' | 'gitlab';

/** What a person says of a new repository, on the command line or when asked. */
export interface GivenAnswers {
  /** What the repository is called: the name of its folder. */
  readonly name: string;
  readonly cluster: string;
  readonly domain?: string | undefined;
  readonly repo?: string | undefined;
  readonly oneRepository?: boolean | undefined;
  readonly forge?: Forge | undefined;
  readonly kubernetes: string;
  /** The public key of age that the cluster's secrets are encrypted for. */
  readonly age: string;
}

/** What the files of a new repository are made of. */
export interface Answers {
  readonly name: string;
  readonly cluster: string;
  readonly domain: string;
  readonly kubernetes: string;
  /** The repository that Flux reads, as Flux is told it. */
  readonly source: string;
  /** The branch of it that Flux reads. */
  readonly branch: string;
  /** Whether the program lies there as well, on another branch. */
  readonly oneRepository: boolean;
  readonly forge: Forge;
  readonly age: string;
}

/** The answers with defaults for what was not said. */
export function answersOf(given: GivenAnswers): Answers {
  const example = given.oneRepository === true ? 'fleet' : 'manifests';
  const source = sourceOf(given.repo ?? `https://github.com/example/${example}`);
  return {
    name: given.name,
    cluster: given.cluster,
    domain: given.domain ?? `${given.cluster.toLowerCase()}.example.org`,
    kubernetes: given.kubernetes,
    source,
    branch: given.oneRepository === true ? 'manifests' : 'main',
    oneRepository: given.oneRepository === true,
    forge: given.forge ?? (/^[a-z]+:\/\/[^/]*gitlab/.test(source) ? 'gitlab' : 'github'),
    age: given.age,
  };
}

/** A URL as Flux takes it: the short form of ssh is none. */
function sourceOf(repo: string): string {
  const [, user, host, path] = /^([\w.-]+)@([\w.-]+):(?!\/\/)(.+)$/.exec(repo) ?? [];
  const url = host === undefined ? repo : `ssh://${user ?? ''}@${host}/${path ?? ''}`;
  return url.replace(/(?:\.git)?\/?$/, '');
}

/** What is wrong with answers, each said with its flag. */
export function problemsOf(answers: Answers): readonly Diagnostic[] {
  const { cluster, domain, kubernetes, source } = answers;
  const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
  return [
    ...unless(
      new RegExp(`^(?=[a-z])${label}$`).test(cluster),
      `--cluster: a cluster cannot be named ${cluster}`,
      'Use small letters, digits and -, with a letter in front.',
    ),
    ...unless(
      domain.length <= 253 && new RegExp(`^${label}(?:\\.${label})*$`).test(domain),
      `--domain: ${domain} is no domain`,
      'One looks like home.example.org.',
    ),
    ...unless(
      /^1\.[0-9]+$/.test(kubernetes),
      `--kubernetes: ${kubernetes} is no minor version of Kubernetes`,
      'One looks like 1.34.',
    ),
    ...unless(
      /^https:\/\/[\w.-]+(?::\d+)?\/[\w./~-]+$/.test(source) ||
        /^ssh:\/\/(?:[\w.-]+@)?[\w.-]+(?::\d+)?\/[\w./~-]+$/.test(source),
      '--repo: it is no URL of https or ssh without a password',
      'One looks like https://github.com/acme/manifests or git@github.com:acme/manifests.git.',
    ),
  ];
}

function unless(isRight: boolean, message: string, hint: string): readonly Diagnostic[] {
  return isRight ? [] : [errorAt('usage', {}, message, { hint })];
}
