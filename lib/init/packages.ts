/** Versions of packages, as package.json asks for them. */
export type Versions = Readonly<Record<string, string>>;

const dependencies = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'sluice'];
const devDependencies = ['@types/node', 'cdk8s-cli', 'tsx', 'typescript', 'vitest'];

/** The text of package.json. */
export function manifest(versions: Versions): string {
  const pick = (names: readonly string[]): Versions =>
    Object.fromEntries(names.map((each) => [each, versions[each] ?? '*']));
  const settings = {
    private: true,
    type: 'module',
    scripts: { synth: 'sluice synth', test: 'tsc && vitest run' },
    dependencies: pick(dependencies),
    devDependencies: pick(devDependencies),
    engines: { node: versions['node'] ?? '*' },
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

const programs = ['/^(apps|clusters)/.+\\.ts$/'];

/** Renovate reads package.json, CI and SOPS by itself; what programs say, it is told to find. */
const settings = {
  $schema: 'https://docs.renovatebot.com/renovate-schema.json',
  extends: ['config:recommended', 'helpers:pinGitHubActionDigests'],
  customManagers: [
    {
      description: "Images: image: 'registry/name:tag'",
      customType: 'regex',
      managerFilePatterns: programs,
      matchStrings: [
        "image: '(?<depName>[a-z0-9.-]+\\.[a-z]+/[a-z0-9./_-]+):(?<currentValue>[\\w][\\w.-]*)'",
      ],
      datasourceTemplate: 'docker',
    },
    {
      description:
        'Charts of Helm repositories: repository, chart and version, one below the other',
      customType: 'regex',
      managerFilePatterns: programs,
      matchStrings: [
        "repository: '(?<registryUrl>https://[^']+)',\\s+chart: '(?<depName>[^']+)',\\s+version: '(?<currentValue>[^']+)'",
      ],
      datasourceTemplate: 'helm',
    },
    {
      description: 'Charts of registries',
      customType: 'regex',
      managerFilePatterns: programs,
      matchStrings: [
        "repository: 'oci://(?<folder>[^']+)',\\s+chart: '(?<chart>[^']+)',\\s+version: '(?<currentValue>[^']+)'",
      ],
      depNameTemplate: '{{{folder}}}/{{{chart}}}',
      datasourceTemplate: 'docker',
    },
  ],
};

/** The text of renovate.json. */
export const renovate = `${JSON.stringify(settings, null, 2)}\n`;
