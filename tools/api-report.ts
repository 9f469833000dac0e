/**
 * Compares the public API of the build with etc/*.api.md, which people review; with --update writes
 * them. Every name that a person can import is in there, so a difference is a decision, not an accident.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { checkout, run } from './process.ts';

const entries = {
  sluice: 'dist/lib/index.d.ts',
  charts: 'dist/charts/index.d.ts',
  testing: 'dist/lib/testing/index.d.ts',
};
const update = process.argv.includes('--update');
const silent = { logLevel: ExtractorLogLevel.None };
let failed = false;

mkdirSync(join(checkout, '.sluice/api'), { recursive: true });
for (const [name, entry] of Object.entries(entries)) {
  const { succeeded, apiReportChanged } = Extractor.invoke(settings(name, entry), {
    localBuild: update,
    messageCallback: (message) => {
      // Its own banner and notes are no findings; a difference is told below.
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  if (update) {
    console.log(`etc/${name}.api.md ${apiReportChanged ? 'updated' : 'unchanged'}`);
  } else if (apiReportChanged) {
    const reports = [`etc/${name}.api.md`, `.sluice/api/${name}.api.md`];
    const { output } = await run('git', ['diff', '--no-index', '--unified=1', '--', ...reports]);
    console.log(`The public API changed. Review it, then run \`npm run api\`.\n${output}`);
  }
  failed ||= update ? !succeeded : !succeeded || apiReportChanged;
}
process.exitCode = failed ? 1 : 0;

function settings(name: string, entry: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(checkout, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: checkout,
      mainEntryPointFilePath: join(checkout, entry),
      // A declaration file has the paths that its source had; the compiler maps ./a.ts to ./a.d.ts.
      compiler: {
        overrideTsconfig: {
          extends: './tsconfig.json',
          compilerOptions: { customConditions: [] },
          include: ['dist'],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: join(checkout, 'etc'),
        reportTempFolder: join(checkout, '.sluice/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: silent },
        // Release tags and TSDoc syntax are not used here: what is exported is public.
        extractorMessageReporting: { default: silent },
        tsdocMessageReporting: { default: silent },
      },
    },
  });
}
