import type { FileTree } from '../core/index.ts';
import type { Answers } from './answers.ts';
import { githubFiles } from './github.ts';
import { gitlabFiles } from './gitlab.ts';
import { manifest, renovate, type Versions } from './packages.ts';
import { programFiles } from './program.ts';
import { readme } from './readme.ts';

const cdk8s = `language: typescript
app: node --import tsx clusters/main.ts
output: dist
`;

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['apps', 'clusters', 'test'],
};

/** Only what must be secret is encrypted, and synth may set names and labels: mac_only_encrypted. */
const rules = (
  age: string,
): string => `# Who reads the secrets: \`npx sluice secret updatekeys\` makes files follow a change.
creation_rules:
  - path_regex: \\.sops\\.yaml$
    encrypted_regex: ^(data|stringData)$
    mac_only_encrypted: true
    age: ${age}
`;

/**
 * The files of a new repository by their path in it.
 *
 * @param versions what package.json asks for: the packages with which this Sluice was tested
 */
export function initialFiles(answers: Answers, versions: Versions): FileTree {
  return new Map([
    ['.gitignore', 'node_modules/\ndist/\n.plan/\n.sluice/\n'],
    ['.sops.yaml', rules(answers.age)],
    ['README.md', readme(answers)],
    ['cdk8s.yaml', cdk8s],
    ['package.json', manifest(versions)],
    ['renovate.json', renovate],
    ['tsconfig.json', `${JSON.stringify(tsconfig, null, 2)}\n`],
    ...programFiles(answers),
    ...(answers.forge === 'github' ? githubFiles(answers) : gitlabFiles(answers)),
  ]);
}
