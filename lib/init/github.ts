import type { Answers } from './answers.ts';

const checkout = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const setupNode = 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0';

const install = `      - uses: ${setupNode}
        with:
          node-version: 24
          cache: npm
      - run: npm ci --no-audit --no-fund
`;

/** Workflows of GitHub: what a pull request is checked by, and what publishes it. */
export function githubFiles(answers: Answers): readonly (readonly [string, string])[] {
  return [
    ['.github/workflows/check.yaml', check(answers)],
    ['.github/workflows/publish.yaml', publish(answers)],
  ];
}

/** The path of the manifests repository on its host. */
function repositoryIn({ source }: Answers): string {
  return source.replace(/^[a-z]+:\/\/[^/]+\//, '');
}

function webAddress(answers: Answers): string {
  const host = /^[a-z]+:\/\/(?:[^/@]*@)?([^/:]+)/.exec(answers.source)?.[1] ?? '';
  return `https://${host}/${repositoryIn(answers)}`;
}

const check = (
  answers: Answers,
): string => `# What reviewers read before a merge: what the cluster would refuse, and what Flux will do.
name: check
on:
  pull_request:
permissions:
  contents: read
concurrency:
  group: check-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  validate:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: ${checkout}
        with:
          persist-credentials: false
${install}      - run: npm test
      - run: npx sluice secret verify
      - run: npx cdk8s synth
      - run: npx sluice validate --format github
  plan:
    # A pull request of a fork gets no secrets: its plan is made when somebody of the project takes it over.
    if: github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: ${checkout}
        with:
          persist-credentials: false
      - uses: ${checkout}
        with:
${
  answers.oneRepository
    ? `          ref: ${answers.branch}`
    : `          repository: ${repositoryIn(answers)}
          token: \${{ secrets.MANIFESTS_TOKEN }}`
}
          path: .plan/before
          persist-credentials: false
${install}      - run: cp -R .plan/before .plan/after
      - run: npx sluice synth --output .plan/after --no-validate
      # 2 and 3 are plans with changes and with dangers, which a person is to read; 1 is an error.
      - run: npx sluice plan --base .plan/before --head .plan/after --format markdown --output .plan/plan.md || [ $? -ge 2 ]
      - run: gh pr comment "$PULL_REQUEST" --repo "$GITHUB_REPOSITORY" --body-file .plan/plan.md --edit-last --create-if-none
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.number }}
`;

const publish = (answers: Answers): string => `# What is merged is what runs.
name: publish
on:
  push:
    branches: [main]
permissions:
  contents: ${answers.oneRepository ? 'write' : 'read'}
concurrency:
  # A publication is never ended half way; the newest one waits.
  group: publish
jobs:
  publish:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: ${checkout}
        with:
          fetch-depth: 0
          persist-credentials: false
${install}      - run: npx sluice publish --repo ${webAddress(answers)} --branch ${answers.branch}
        env:
          SLUICE_GIT_TOKEN: \${{ ${answers.oneRepository ? 'github.token' : 'secrets.MANIFESTS_TOKEN'} }}
`;
