import type { Answers } from './answers.ts';

/** The README of a new repository. */
export function readme(answers: Answers): string {
  const { name, cluster, source, branch, forge } = answers;
  return `# ${name}

What the cluster ${cluster} runs, written with Sluice: TypeScript here, plain manifests where Flux reads them,
the branch \`${branch}\` of ${source}.

\`\`\`
npm install                  once
npm run synth                render the manifests to dist/
npm test                     types and tests
npx sluice validate          what the cluster would refuse
\`\`\`

| | |
| --- | --- |
| \`apps/<app>/index.ts\` | one app; its \`*.sops.yaml\` beside it |
| \`clusters/${cluster}/index.ts\` | the cluster: its domain, its source and the apps it runs |
| \`test/\` | tests of apps, without a cluster |
| \`.sops.yaml\` | who may read the secrets |
| ${forge === 'github' ? '`.github/workflows`' : '`.gitlab-ci.yml`'} | what checks a change, and what publishes it once it is merged |

## A secret

\`\`\`
npx sluice secret set apps/hello/token.sops.yaml token     asked for, never shown
\`\`\`

An app reads it with \`EncryptedSecret.fromFile(this, 'token', new URL('./token.sops.yaml', import.meta.url))\`.
The private key is not in this repository: keep a copy of it where you keep passwords.

## Publishing

${publishing(answers)}

By hand, from a commit:

\`\`\`
npx sluice publish --repo ${source} --branch ${branch}
\`\`\`

## The cluster

\`\`\`
npx sluice bootstrap --cluster ${cluster} --operator flux-operator.yaml
\`\`\`

installs Flux, gives it its credentials and the private key, and waits until every app is ready.
\`flux-operator.yaml\` is the install manifest of https://github.com/controlplaneio-fluxcd/flux-operator.
`;
}

function publishing({ oneRepository, branch, forge }: Answers): string {
  const token =
    forge === 'github'
      ? 'The secret `MANIFESTS_TOKEN` of this repository'
      : '`MANIFESTS_TOKEN`, a variable of CI,';
  if (!oneRepository) {
    return `CI publishes what is merged to main. ${token} is a token that may write to the manifests
repository.`;
  }
  const own = forge === 'github' ? '' : ` ${token} is a token that may write to it.`;
  return `CI publishes what is merged to main to the branch \`${branch}\`, which has nothing else.${own}
It is made once:

\`\`\`
git push origin "$(git commit-tree -m 'No manifests yet' "$(git hash-object -t tree -w /dev/null)"):refs/heads/${branch}"
\`\`\``;
}
