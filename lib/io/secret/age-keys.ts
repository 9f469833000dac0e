import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Diagnostic, errorAt, type Location } from '../../core/index.ts';
import { type Identity, parseIdentities } from '../../sops/index.ts';
import { keyCommandOutput } from './key-command.ts';
import { sshKeyPlaces } from './ssh-keys.ts';

/** The private keys that were found for a file. */
export interface FoundKeys {
  readonly identities: readonly Identity[];
  /** Places whose keys cannot be used. They matter only if no other key opens the file. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Private keys of age from where sops takes them (age/keysource.go: loadIdentities): SOPS_AGE_KEY,
 * SOPS_AGE_KEY_FILE, SOPS_AGE_KEY_CMD and sops/age/keys.txt in the user's configuration, all of them.
 * A place that cannot be read does not stop the others. Diagnostics name places, never what they hold.
 */
export class AgeKeys {
  readonly #env: NodeJS.ProcessEnv;
  readonly #platform: NodeJS.Platform;
  #standing: Promise<FoundKeys> | undefined;
  readonly #commanded = new Map<string, Promise<FoundKeys>>();

  constructor(env: NodeJS.ProcessEnv = process.env, platform = process.platform) {
    this.#env = env;
    this.#platform = platform;
  }

  /** The keys for a file of some recipients. The command is run only if no other key is theirs. */
  async for(recipients: readonly string[]): Promise<FoundKeys> {
    const found = [await (this.#standing ??= this.#stand())];
    const isFound = (): boolean =>
      found.some(({ identities }) =>
        identities.some((each) => recipients.includes(each.recipient)),
      );
    for (const recipient of recipients) {
      if (isFound()) break;
      found.push(await this.#command(recipient));
    }
    if (!isFound() && recipients.some((each) => each.startsWith('ssh-'))) {
      found.push({ identities: [], problems: sshKeyPlaces(this.#env).map(unusableSshKey) });
    }
    return merged(found);
  }

  async #stand(): Promise<FoundKeys> {
    const { SOPS_AGE_KEY: text, SOPS_AGE_KEY_FILE: file } = this.#env;
    const found: FoundKeys[] = [];
    if (text !== undefined) found.push(await readKeys(text, { file: 'SOPS_AGE_KEY' }));
    if (file !== undefined) found.push(await readKeyFile(file, 'SOPS_AGE_KEY_FILE'));
    const standard = standardKeyFile(this.#env, this.#platform);
    if (standard !== undefined) found.push(await readKeyFile(standard));
    return merged(found);
  }

  #command(recipient: string): Promise<FoundKeys> {
    const { SOPS_AGE_KEY_CMD: command } = this.#env;
    if (command === undefined) return Promise.resolve(nothing);
    const known = this.#commanded.get(recipient) ?? runKeyCommand(command, recipient, this.#env);
    this.#commanded.set(recipient, known);
    return known;
  }
}

const nothing: FoundKeys = { identities: [], problems: [] };

function merged(found: readonly FoundKeys[]): FoundKeys {
  return {
    identities: found.flatMap(({ identities }) => identities),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** Where sops looks for keys by itself: Go's os.UserConfigDir, but for XDG_CONFIG_HOME on macOS, which sops heeds. */
export function standardKeyFile(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string | undefined {
  const { XDG_CONFIG_HOME: xdg = '', HOME: home = '', AppData: appData = '' } = env;
  const below = (root: string, ...parts: string[]): string | undefined =>
    root === '' ? undefined : path.join(root, ...parts, 'sops', 'age', 'keys.txt');
  if (platform === 'win32') return below(appData);
  if (platform === 'darwin' && xdg === '') return below(home, 'Library', 'Application Support');
  if (xdg === '') return below(home, '.config');
  return platform === 'darwin' || path.isAbsolute(xdg) ? below(xdg) : undefined;
}

/** A file that a variable names must be there; the standard one need not. */
async function readKeyFile(file: string, variable?: string): Promise<FoundKeys> {
  try {
    return await readKeys(readFileSync(file, 'utf8'), { file });
  } catch (error) {
    const { code = 'it cannot be read' } = error as NodeJS.ErrnoException;
    if (variable === undefined) {
      if (code === 'ENOENT' || code === 'ENOTDIR') return nothing;
      return unusable({ file }, `the key file cannot be read: ${code}`);
    }
    // Not its name: someone may have put the key itself there.
    return unusable({}, `the file that ${variable} names cannot be read: ${code}`);
  }
}

async function runKeyCommand(
  command: string,
  recipient: string,
  env: NodeJS.ProcessEnv,
): Promise<FoundKeys> {
  const output = await keyCommandOutput(command, recipient, env);
  if ('problem' in output) return unusable({}, `SOPS_AGE_KEY_CMD ${output.problem}`);
  return readKeys(output.text, { file: 'SOPS_AGE_KEY_CMD' });
}

async function readKeys(text: string, at: Required<Pick<Location, 'file'>>): Promise<FoundKeys> {
  if (/^(?:age-encryption|-----BEGIN AGE)/.test(text)) {
    return unusable(at, 'the key file is encrypted with a passphrase', {
      hint: "Let age decrypt it: SOPS_AGE_KEY_CMD='age --decrypt FILE'",
    });
  }
  // Keys of plugins beside others are passed over, not refused with them.
  const plugins = /^AGE-PLUGIN-.*$/gm;
  const problems = plugins.test(text)
    ? unusable(at, 'a private key belongs to a plugin of age, which Sluice cannot use').problems
    : [];
  const read = await parseIdentities({ text: text.replace(plugins, '#'), ...at });
  if ('value' in read) return { identities: read.value, problems };
  return { identities: [], problems: [...problems, ...read.diagnostics.map(asWarning)] };
}

function unusable(at: Location, message: string, more: { hint?: string } = {}): FoundKeys {
  return { identities: [], problems: [asWarning(errorAt('sops-identity', at, message, more))] };
}

function unusableSshKey(file: string): Diagnostic {
  const message = 'an SSH key may open the file, and Sluice cannot use one';
  return asWarning(errorAt('sops-unsupported', { file }, message));
}

function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}
