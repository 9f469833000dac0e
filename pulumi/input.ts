import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Config, Output } from '@pulumi/pulumi';
import { type BootstrapInput, entryOf } from '../lib/bootstrap/index.ts';
import type { FileTree } from '../lib/core/index.ts';
import { type Manifest, readYaml } from '../lib/kubernetes/index.ts';

/** The keys of a source's credentials, as Flux reads them (source-controller v1.9.5, docs/spec/v1/gitrepositories.md). */
const credentialKeys = [
  'identity',
  'identity.pub',
  'known_hosts',
  'username',
  'password',
  '.dockerconfigjson',
] as const;

/**
 * What the stages are made of, from the configuration of a stack: `cluster`, the name in the program;
 * `install`, a file with what installs Flux; `manifests`, the folder that synth wrote; and as secrets
 * the credentials by their keys, and `age`, private keys.
 *
 * @throws Error where a file is missing or no YAML
 */
export function inputOf(config: Config): BootstrapInput<Output<string>> {
  const cluster = config.require('cluster');
  const manifests = config.get('manifests') ?? 'dist/manifests';
  const age = config.getSecret('age');
  const credentials = credentialKeys.flatMap((key): [string, Output<string>][] => {
    const value = config.getSecret(key);
    return value === undefined ? [] : [[key, value]];
  });
  return {
    cluster,
    ...entryOf(treeBelow(manifests, `clusters/${cluster}`), cluster),
    install: manifestsIn(config.require('install')),
    credentials: credentials.length > 0 ? Object.fromEntries(credentials) : undefined,
    decryption: age && { 'age.agekey': age },
  };
}

function treeBelow(root: string, folder: string): FileTree {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.yaml')).map((name) => `${folder}/${name}`);
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

function manifestsIn(file: string): readonly Manifest[] {
  const read = readYaml(readFileSync(file, 'utf8'));
  if ('problem' in read) throw new Error(`${file} is no YAML: ${read.problem}`);
  return read.documents as unknown as Manifest[];
}
