/** How a kind of secret looks, whoever holds it. */
export interface SecretShape {
  /** What it is, after "looks like". */
  readonly name: string;
  /** What it begins with or holds, as a regular expression: most text has none of these. */
  readonly mark: string;
  /** The whole of it. Tight: a false alarm stops a synthesis. */
  readonly pattern: RegExp;
}

/** `PRIVATE KEY` in base64 at each of the three places where it can begin. */
const privateKeyInBase64 = ['', '-', '--']
  .map((shift) => btoa(`${shift}PRIVATE KEY`).slice(shift === '' ? 0 : 4, shift === '' ? 14 : 16))
  .join('|');

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
    pattern: new RegExp(`LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,24}(?:${privateKeyInBase64})`),
  },
  {
    // age v1.3.2, age.go and pq.go: Bech32 of 32 bytes, in upper case.
    name: 'a private key of age',
    mark: 'AGE-SECRET-KEY-',
    pattern: /AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58}/,
  },
  {
    // docs.github.com, "About authentication to GitHub", token formats; and
    // github.blog, "Behind GitHub's new authentication token formats".
    name: 'a token of GitHub',
    mark: 'gh[pousr]_',
    pattern: /(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36}/,
  },
  {
    name: 'a token of GitHub',
    mark: 'github_pat_',
    pattern: /(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/,
  },
  {
    // docs.gitlab.com/security/tokens, "Token prefixes".
    name: 'a token of GitLab',
    mark: 'gl[a-z]{2,5}-',
    pattern:
      /(?<![A-Za-z0-9_-])gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat)-[A-Za-z0-9_-]{20}/,
  },
  {
    // docs.slack.dev/authentication/tokens.
    name: 'a token of Slack',
    mark: 'xox[abeoprs]-',
    pattern: /(?<![A-Za-z0-9_-])xox[abeoprs]-[0-9]{8,}-[0-9A-Za-z-]{16}/,
  },
  {
    // docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: the URL is the secret.
    name: 'a webhook of Slack',
    mark: 'hooks\\.slack\\.com',
    pattern: /hooks\.slack\.com\/services\/T[0-9A-Z]{8,}\/B[0-9A-Z]{8,}\/[0-9A-Za-z]{24}/,
  },
  {
    // docs.aws.amazon.com/IAM, reference_identifiers: prefixes and length; Base32. The keys of AWS's
    // own examples end in EXAMPLE.
    name: 'an access key of AWS',
    mark: 'A(?:KI|SI)A[A-Z2-7]',
    pattern: /(?<![A-Za-z0-9])A(?:KI|SI)A(?![A-Z2-7]{9}EXAMPLE)[A-Z2-7]{16}(?![A-Za-z0-9])/,
  },
  {
    // cloud.google.com/docs/authentication/api-keys; the length is that of every key seen.
    name: 'an API key of Google',
    mark: 'AIza',
    pattern: /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/,
  },
  {
    name: 'an OAuth secret of Google',
    mark: 'GOCSPX-',
    pattern: /(?<![A-Za-z0-9_-])GOCSPX-[A-Za-z0-9_-]{28}/,
  },
  {
    // docs.stripe.com/keys; the keys of its test mode move no money.
    name: 'a key of Stripe',
    mark: '_live_',
    pattern: /(?<![A-Za-z0-9_])[sr]k_live_[A-Za-z0-9]{24}/,
  },
  {
    // docs.npmjs.com/about-access-tokens; github.blog, "npm has a new access token format".
    name: 'a token of npm',
    mark: 'npm_',
    pattern: /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/,
  },
  {
    // RFC 7519 and RFC 7515: what a signed token of a service account of Kubernetes is, too.
    name: 'a signed token (JWT)',
    mark: 'eyJ(?:hbGci|0eXAi|raWQi)',
    pattern:
      /(?<![A-Za-z0-9_-])eyJ(?:hbGci|0eXAi|raWQi)[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{43}/,
  },
  {
    // developer.hashicorp.com/vault/docs/concepts/tokens, "Token prefixes".
    name: 'a token of Vault',
    mark: 'hv[sbr]\\.',
    pattern: /(?<![A-Za-z0-9_.-])hv[sbr]\.[A-Za-z0-9_-]{90}/,
  },
];
