import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where sops would find SSH keys to decrypt with (age/keysource.go: loadAgeSSHIdentities). */
export function sshKeyPlaces(env: NodeJS.ProcessEnv): readonly string[] {
  const variables = ['SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD'];
  const home = env['HOME'] ?? '';
  const files =
    home === '' ? [] : ['id_ed25519', 'id_rsa'].map((name) => path.join(home, '.ssh', name));
  return [...variables.filter((name) => env[name] !== undefined), ...files.filter(existsSync)];
}
