import type { SecretShape } from './secret-shape.ts';
import { serviceTokens } from './service-tokens.ts';

/** What a text becomes in base64 at each of the three places where it can begin. */
function inBase64(text: string): string {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = btoa('-'.repeat(shift) + text);
    // Characters at its ends depend on what stands beside it as well.
    return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + text.length) * 8) / 6));
  });
  return `(?:${shifted.join('|').replaceAll('+', '\\+')})`;
}

const ageKeyInBase64 = inBase64('AGE-SECRET-KEY-');

/**
 * Secrets that can be known by their shape alone. Each pattern is that of the issuer's own words
 * where there are any, and asks for enough random characters that names and placeholders in
 * documentation do not match.
 */
export const secretShapes: readonly SecretShape[] = [
  {
    // RFC 7468, section 10 and 11; OpenSSH's PROTOCOL.key; RFC 9580, section 6.2.1. A body must
    // follow: the header alone stands in many a description. It may have lines as `\n`.
    name: 'a private key',
    mark: 'PRIVATE KEY',
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[^]{0,300}?[A-Za-z0-9+/]{32}/,
  },
  {
    name: 'a private key in base64',
    mark: 'LS0tLS1CRUdJTi',
    pattern: new RegExp(`LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,24}${inBase64('PRIVATE KEY')}`),
  },
  {
    // age v1.3.2, age.go and pq.go: Bech32 of 32 bytes, in upper case.
    name: 'a private key of age',
    mark: 'AGE-SECRET-KEY-',
    pattern: /AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58}/,
  },
  {
    name: 'a private key of age in base64',
    mark: ageKeyInBase64,
    pattern: new RegExp(`${ageKeyInBase64}[A-Za-z0-9+/]{76}`),
  },
  {
    // c2sp.org/age-plugin: Bech32 in upper case, of as many bytes as the plugin wants.
    name: 'an identity of a plugin of age',
    mark: 'AGE-PLUGIN-',
    pattern: /AGE-PLUGIN-[A-Z0-9+._-]{1,64}-1[02-9AC-HJ-NP-Z]{22}/,
  },
  {
    // the.earth.li/~sgtatham/putty/0.83, appendix C, "PPK file format".
    name: 'a private key of PuTTY',
    mark: 'PuTTY-User-Key-File-',
    pattern:
      /PuTTY-User-Key-File-[0-9]: [^]{0,6000}?Private-Lines: [0-9]{1,4}(?:\s|\\[rn])+[A-Za-z0-9+/]{32}/,
  },
  {
    // RFC 7519 and RFC 7515: what a signed token of a service account of Kubernetes is, too.
    name: 'a signed token (JWT)',
    mark: 'eyJ(?:hbGci|0eXAi|raWQi)',
    pattern:
      /(?<![A-Za-z0-9_-])eyJ(?:hbGci|0eXAi|raWQi)[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{43}/,
  },
  {
    // RFC 3986, section 3.2.1. A password that is a variable, a template, the user's own name, a word
    // of documentation or free of digits is taken for none; nor is an image `name:tag@sha256:…` one.
    name: 'a URL with a password',
    mark: '://[^\\s/:@]{0,64}:[^\\s/:@]{8,128}@',
    pattern:
      /:\/\/([^\s/:@]{0,64}):(?!\1@)(?!pass|secret|change|example|your|my[-_]|x{4})(?=[^@]{0,128}[0-9])(?=[^@]{0,128}[a-z])[^\s/:@?#'"`$<>{}()[\]*\\]{8,128}@(?!sha\d+:)[a-z0-9[]/i,
  },
  ...serviceTokens,
];
