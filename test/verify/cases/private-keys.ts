import type { CheckCases } from '../support.ts';

// Put together here, so that no search finds one in this file.
const begin = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const ageKey = ['AGE-SECRET-KEY-1', 'Q'.repeat(58)].join('');

export const privateKeys: CheckCases = {
  fails: {
    'a private key of age is in the repository of the program': {
      program: { 'keys.txt': `# created\n${ageKey}\n` },
    },
    'a private key is on the branch, in a folder of nobody': {
      branch: { 'docs/id': `${begin}\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}\n` },
    },
  },
  passes: {
    'a text speaks of private keys and has none': {
      program: { 'README.md': `It begins with ${begin}; or with AGE-SECRET-KEY-1…\n` },
    },
  },
  unchecked: {
    'neither repository can be read': {
      unreachable: 'no route to host',
      checkout: { files: { missing: 'it is in no repository' } },
    },
  },
};
