import { ApiObject } from 'cdk8s';
import { EncryptedSecret, holdsNoSecret } from '../../../lib/index.ts';
import { manifest } from '../../reconcile/cluster.ts';
import { fileWith, recipient, shapeOf } from '../../support/ciphertext.ts';
import { appIn, clusterIn, type Define, synth } from '../../support/fleet.ts';
import type { CheckCases } from '../support.ts';

const file = 'clusters/home/apps/web/secret.db.yaml';
const plain = manifest('v1', 'Secret', 'demo/db', 'stringData: { password: abc }\n');

const encrypted: Define = (fleet) => {
  EncryptedSecret.fromFile(appIn(clusterIn(fleet)), 'db', fileWith(shapeOf({})));
};
const committed = (): string => synth(encrypted).tree.get(file) ?? '';

export const encryptedSecrets: CheckCases = {
  fails: {
    'a Secret on the branch is in plain text': { branch: { [file]: plain } },
    'a file is encrypted for somebody else': {
      define: encrypted,
      get branch() {
        return { [file]: committed().replace(recipient, 'age1stranger') };
      },
    },
    'a value of a SOPS file is in plain text': {
      define: encrypted,
      get branch() {
        return { [file]: committed().replace(/password: .*/, 'password: abc') };
      },
    },
  },
  passes: {
    'it is encrypted for those that cluster and environment name': { define: encrypted },
    'the program says that nothing in it is secret': {
      define: (fleet) => {
        const stringData = { word: 'known' };
        const app = appIn(clusterIn(fleet));
        holdsNoSecret(
          new ApiObject(app, 'db', { apiVersion: 'v1', kind: 'Secret', stringData }),
          'anybody may know it',
        );
      },
    },
    'a Secret has no values': { branch: { [file]: manifest('v1', 'Secret', 'demo/db') } },
  },
  unchecked: { 'the repository cannot be reached': { unreachable: 'no route to host' } },
};
