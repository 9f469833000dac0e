import type { Finding } from './core/index.ts';

/** What cdk8s-cli hands to a plugin, as far as it is used here (cdk8s-cli 2.207, plugins/validation). */
export interface Cdk8sValidationContext {
  /** Paths of the manifests that were synthesized. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: Cdk8sViolation): void;
    submit(status: 'success' | 'failure'): void;
  };
}

/** A violation as cdk8s-cli reports it. */
export interface Cdk8sViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/**
 * `sluice validate` as a validation plugin of cdk8s-cli, which `cdk8s synth` runs unless it is told
 * `--no-validate`. It looks at no chart, other source or key. Where the program has rules of its own, it
 * is run once more for them: cdk8s-cli knows files, and no program.
 *
 * @example
 * // cdk8s.yaml
 * validations:
 *   - package: ./node_modules/sluice
 *     version: 0.1.0
 *     class: SluiceValidation
 */
export class SluiceValidation {
  /** Judges the tree that the manifests are in, and reports to cdk8s-cli. */
  async validate({ manifests, report }: Cdk8sValidationContext): Promise<void> {
    // cdk8s-cli loads its plugins before it knows whether there is anything to judge.
    const { validateManifests } = await import('./io/validate-manifests.ts');
    const { withOwnRules } = await import('./own-rules.ts');
    const { root, findings } = await validateManifests(manifests, (tree, folder) =>
      withOwnRules(tree, folder, process.cwd()),
    );
    for (const finding of findings) report.addViolation(violationOf(root, finding));
    const isBad = findings.some(({ severity }) => severity === 'error');
    report.submit(isBad ? 'failure' : 'success');
  }
}

function violationOf(root: string, finding: Finding): Cdk8sViolation {
  const { code, severity, message, hint, location, related = [] } = finding;
  const places = [location, ...related].filter(({ file }) => file !== undefined);
  const manifest = places.findLast(({ file }) => /\.ya?ml$/.test(file ?? ''))?.file;
  return {
    ruleName: code,
    recommendation: `${severity}: ${message}`,
    fix: hint ?? '',
    violatingResources: [
      {
        resourceName: location.object ?? '',
        locations: [
          ...(location.field === undefined ? [] : [location.field]),
          ...places.map(({ file = '', line }) => (line === undefined ? file : `${file}:${line}`)),
        ],
        manifestPath: manifest === undefined ? root : `${root}/${manifest}`,
      },
    ],
  };
}
