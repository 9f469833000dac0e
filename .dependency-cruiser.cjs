// The arrows of docs/architecture.md, one rule each. A folder imports only from rows above its own.
// test/architecture.test.ts breaks each rule once, to see that it bites.

/** In the order in which data goes: [folder, what it may import, why not more]. */
const rows = [
  [
    'core',
    [],
    'the words that every stage shares; whatever it imported, everything would depend on',
  ],
  [
    'kubernetes',
    ['core'],
    'manifests and facts about kinds are true without Flux and without SOPS',
  ],
  [
    'sops',
    ['core'],
    'the format is one whatever is encrypted, so it could be a package of its own',
  ],
  [
    'flux',
    ['core', 'kubernetes', 'sops'],
    'what Flux means is said once, for whoever writes or reads its objects',
  ],
  [
    'constructs',
    ['core', 'kubernetes', 'sops', 'flux'],
    'people import these; synth reads them, and is handed to them, so that a definition costs no renderer',
  ],
  [
    'synth',
    ['core', 'kubernetes', 'sops', 'flux', 'constructs'],
    'a fleet becomes files without asking what Flux will make of them',
  ],
  [
    'reconcile',
    ['core', 'kubernetes', 'sops', 'flux'],
    'it sees what Flux sees, which is files: it must work on a repository that no fleet wrote',
  ],
  [
    'validate',
    ['core', 'kubernetes', 'sops', 'flux', 'reconcile'],
    'rules judge what will be applied, not how it was written',
  ],
  [
    'plan',
    ['core', 'kubernetes', 'sops', 'flux', 'reconcile', 'validate'],
    'a plan compares two states, however each came to be',
  ],
  [
    'explain',
    ['core', 'kubernetes', 'sops', 'flux', 'reconcile', 'validate', 'plan'],
    'it tells what rules and plans know of an object, in any repository',
  ],
  [
    'graph',
    ['core', 'kubernetes', 'reconcile'],
    'a drawing shows what Flux does, and judges nothing',
  ],
  [
    'publish',
    ['core', 'kubernetes', 'sops', 'flux', 'constructs', 'synth', 'reconcile', 'validate', 'plan'],
    'it hands over a finished tree; starting a cluster comes after it',
  ],
  [
    'import',
    ['core', 'kubernetes', 'sops', 'flux', 'constructs', 'synth', 'reconcile'],
    'a program is text that is tried by whoever writes it; what it makes is for others to compare',
  ],
  [
    'bootstrap',
    [
      'core',
      'kubernetes',
      'sops',
      'flux',
      'constructs',
      'synth',
      'reconcile',
      'validate',
      'plan',
      'publish',
    ],
    'stages are data, and whoever applies them brings the side effects',
  ],
  [
    'verify',
    [
      'core',
      'kubernetes',
      'sops',
      'flux',
      'constructs',
      'synth',
      'reconcile',
      'validate',
      'plan',
      'publish',
      'bootstrap',
    ],
    'checks judge evidence, whoever gathered it and however the cluster came to be',
  ],
  [
    'init',
    ['core'],
    'a new repository is text for a person to change: it knows the toolkit by its public names',
  ],
];
const pure = rows.map(([folder]) => folder).join('|');

/** What reaches outside the process or depends on the machine. node:url, node:path, node:crypto do not. */
const effects = [
  'async_hooks|child_process|cluster|console|dgram|diagnostics_channel|dns|fs|http|http2|https|inspector',
  'module|net|os|perf_hooks|process|readline|repl|sqlite|timers|tls|tty|v8|vm|wasi|worker_threads',
].join('|');

const arrows = rows.map(([folder, allowed, why]) => ({
  name: `${folder}-imports-only-rows-above`,
  comment: `lib/${folder} imports ${allowed.join(', ') || 'nothing'}: ${why}.`,
  severity: 'error',
  from: { path: `^lib/${folder}/` },
  to: {
    path: '^(lib|charts|apps|clusters)/',
    pathNot: `^lib/(${[folder, ...allowed].join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'core-imports-no-package',
      comment: 'lib/core imports nothing at all: it is read by every stage, in every runtime.',
      severity: 'error',
      from: { path: '^lib/core/' },
      to: { pathNot: '^(lib|charts|apps|clusters)/' },
    },
    {
      name: 'io-imports-no-edge',
      comment:
        'lib/io does what it is asked; only the edge knows why, so it does not import the edge.',
      severity: 'error',
      from: { path: '^lib/io/' },
      to: { path: '^(lib/(index\\.ts|cli/|testing/)|charts/|apps/|clusters/)' },
    },
    {
      name: 'only-the-edge-imports-io',
      comment:
        'Ports are wired in lib/program.ts, lib/cli and lib/testing: what imports no io runs without a disk.',
      severity: 'error',
      from: {
        pathNot:
          '^(lib/(io/|program\\.ts$|load-program\\.ts$|own-rules\\.ts$|cdk8s-validation\\.ts$|index\\.ts$|cli/|testing/)|test/|tools/|bench/)',
      },
      to: { path: '^lib/io/' },
    },
    {
      name: 'side-effects-live-in-io',
      comment:
        'Files, processes, network and machine are reached through lib/io, so the stages stay functions.',
      severity: 'error',
      // One file asks Node for the source maps of modules that it has loaded.
      from: { path: `^lib/(${pure})/`, pathNot: '^lib/constructs/private/place\\.ts$' },
      to: { path: `^(node:)?(${effects})(/|$)`, dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-in-lib-imports-the-composition-root',
      comment:
        'lib/index.ts wires everything, so whoever imported it inside lib would import everything.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/cli/' },
      to: { path: '^lib/index\\.ts$' },
    },
    {
      name: 'only-the-edge-imports-the-program',
      comment:
        'lib/program.ts wires io into synth; a stage that imported it would bring its own callers.',
      severity: 'error',
      from: {
        path: '^(lib|charts|apps|clusters)/',
        pathNot: '^lib/(load-program\\.ts$|index\\.ts$|cli/|testing/)',
      },
      to: { path: '^lib/program\\.ts$' },
    },
    {
      name: 'nothing-imports-the-cli',
      comment:
        'A command is parse, one call, render. What another part needs belongs in that call.',
      severity: 'error',
      from: { pathNot: '^(lib/cli/|test/)' },
      to: { path: '^lib/cli/' },
    },
    {
      name: 'help-waits-for-nothing',
      comment:
        'Help and mistakes are answered at once, so what a command does is loaded when it runs.',
      severity: 'error',
      from: { path: '^lib/cli/(command|init|synth|validate|secret/commands)\\.ts$' },
      to: {
        path: '^lib/(constructs|kubernetes|sops|synth|validate/|io/(index|secret/)|cli/(run-|secret/))',
        pathNot: '^lib/cli/secret/commands\\.ts$',
        dependencyTypesNot: ['type-only'],
        dynamic: false,
      },
    },
    {
      name: 'nothing-in-lib-imports-testing',
      comment:
        'lib/testing serves the tests of people who use Sluice; it must not be loaded in production.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/testing/' },
      to: { path: '^lib/testing/' },
    },
    {
      name: 'lib-imports-no-fleet',
      comment: 'The toolkit knows no chart, app or cluster: those are written with it.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(charts|apps|clusters)/' },
    },
    {
      name: 'charts-import-only-the-toolkit',
      comment:
        'Charts are reused by many apps, so they know none; they see what anybody sees of the toolkit.',
      severity: 'error',
      from: { path: '^charts/' },
      to: { path: '^(lib|apps|clusters)/', pathNot: '^lib/index\\.ts$' },
    },
    {
      name: 'apps-import-only-charts-and-the-toolkit',
      comment:
        'An app runs in any cluster, so it knows none; people copy it, so it uses what is exported.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^(lib|charts|clusters)/', pathNot: '^(lib/index\\.ts|charts/.*)$' },
    },
    {
      name: 'clusters-import-only-apps-charts-and-the-toolkit',
      comment: 'A cluster says what it runs; people copy it, so it uses what is exported.',
      severity: 'error',
      from: { path: '^clusters/' },
      to: { path: '^lib/', pathNot: '^lib/index\\.ts$' },
    },
    {
      name: 'shipped-code-imports-no-workbench',
      comment: 'pulumi, tests, tools and bench are not in the package.',
      severity: 'error',
      from: { path: '^(lib|charts|apps|clusters)/' },
      to: { path: '^(pulumi|test|tools|bench)/' },
    },
    {
      name: 'shipped-code-imports-no-dev-dependency',
      comment: 'Who installs the package gets its dependencies and peers only.',
      severity: 'error',
      from: { path: '^(lib|charts)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer'],
      },
    },
    {
      name: 'no-cycle',
      comment:
        'Modules that load each other depend on who is loaded first. Types may name each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that this tool cannot resolve is one that no other rule here guards.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    // Types count: a type from below is knowledge of what is below.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
