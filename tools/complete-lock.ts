/**
 * Adds to package-lock.json the optional packages for other platforms that the registry behind the
 * last `npm install` did not carry: npm leaves those out silently, then `npm ci` refuses the file.
 * Run it after `npm install` has changed the lock file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './process.ts';

interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = join(checkout, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
const added: Record<string, Entry> = {};

for (const { dev, optionalDependencies } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (key in lock.packages) continue;
    const fields = { ...platform(name), ...(dev === true ? { dev } : {}), optional: true };
    added[key] = { version, ...sorted(fields) };
    console.log(`added ${name} ${version}`);
  }
}
const packages = sorted({ ...lock.packages, ...added });
const text = JSON.stringify({ ...lock, packages }, null, 2);
writeFileSync(file, `${text}\n`);

/** As npm sorts keys, so that its next write changes nothing. */
function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/** npm's platform fields, which such packages also carry in their names: binding-linux-x64-musl. */
function platform(name: string) {
  const words = name.split(/[-/]/);
  const one = (field: string, known: string) => {
    const found = words.filter((word) => known.split(' ').includes(word));
    return found.length === 0 ? {} : { [field]: found };
  };
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : [];
  return {
    ...one('os', 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'),
    ...one('cpu', 'arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x x64'),
    ...(words.includes('linux') && libc.length > 0 ? { libc } : {}),
  };
}
