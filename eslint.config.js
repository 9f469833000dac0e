import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The stages between definitions and plan: functions of their arguments. */
const stages =
  'core,kubernetes,sops,flux,constructs,synth,reconcile,validate,plan,graph,publish,bootstrap,verify';

/** Clock, randomness and machine are parameters; lib/io holds the real ones. */
const impure = [
  ['NewExpression[callee.name="Date"][arguments.length=0]', 'Take the time as a parameter.'],
  [
    'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    'Take the time as a parameter.',
  ],
  [
    'MemberExpression[object.name="Math"][property.name="random"]',
    'Take randomness as a parameter.',
  ],
  ['MemberExpression[object.name="process"]', 'Take what depends on the process as a parameter.'],
  [
    'MemberExpression[property.name=/^(toLocale|localeCompare)/]',
    'Locales differ between machines: compare and print by code units.',
  ],
].map(([selector, message]) => ({ selector, message }));

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.sluice/', 'lib/flux/api/', 'apps/*/values.ts']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-control-regex': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A switch over an open set (strings) ends in a default; one over a union names every case.
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers and booleans print the same everywhere; the rule stays on for objects and null.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An unused parameter named _x keeps a signature readable.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
      ],
      // Loops that end by return inside say so as `while (true)`.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      // Off: a fleet is known by its symbol, not its class, as two copies of the toolkit may be loaded.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An arrow that returns what a void function returns reads well and does no harm.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A class of static factories (Image.of) is how cdk8s people expect to find them.
      '@typescript-eslint/no-extraneous-class': ['error', { allowStaticOnly: true }],
    },
  },
  {
    files: [`lib/{${stages}}/**/*.ts`],
    rules: { 'no-restricted-syntax': ['error', ...impure] },
  },
  {
    // People copy these, so they import the toolkit as people do.
    files: ['charts/**/*.ts', 'apps/**/*.ts', 'clusters/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/lib/**'], message: "Import it from 'sluice'." },
            {
              group: ['**/charts/**', '!sluice/charts'],
              message: "Import it from 'sluice/charts'.",
            },
          ],
        },
      ],
    },
  },
  {
    // Commands and tools talk to people.
    files: ['lib/cli/**/*.ts', 'lib/program.ts', 'tools/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts', 'tools/**/*.ts', 'bench/**/*.ts', '*.ts'],
    rules: {
      // Nobody imports these, so inference says enough.
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test may know that a value is there; if it is not, the test fails, as it should.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
