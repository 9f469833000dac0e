import type { SecretShape } from './secret-shape.ts';

/** Tokens of common services, and addresses that are tokens themselves. */
export const serviceTokens: readonly SecretShape[] = [
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
    // developer.hashicorp.com/vault/docs/concepts/tokens, "Token prefixes".
    name: 'a token of Vault',
    mark: 'hv[sbr]\\.',
    pattern: /(?<![A-Za-z0-9_.-])hv[sbr]\.[A-Za-z0-9_-]{90}/,
  },
  {
    // docs.docker.com/security/access-tokens; the lengths are those of every token seen.
    name: 'a token of Docker Hub',
    mark: 'dckr_[op]at_',
    pattern: /(?<![A-Za-z0-9_])dckr_(?:pat_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32})/,
  },
  {
    // pypi.org/help, "apitoken"; a macaroon (warehouse/macaroons) that begins with the site's name.
    name: 'a token of PyPI',
    mark: 'pypi-AgE',
    pattern: /(?<![A-Za-z0-9_-])pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50}/,
  },
  {
    // platform.openai.com/docs/api-reference/authentication; `OpenAI` in base64 stands in the middle.
    name: 'a key of OpenAI',
    mark: 'T3BlbkFJ',
    pattern:
      /(?<![A-Za-z0-9_-])sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20}/,
  },
  {
    // docs.anthropic.com/en/api; the length is that of every key seen.
    name: 'a key of Anthropic',
    mark: 'sk-ant-',
    pattern: /(?<![A-Za-z0-9_-])sk-ant-[a-z]{3,6}[0-9]{2}-[A-Za-z0-9_-]{80}/,
  },
  {
    // huggingface.co/docs/hub/security-tokens; the length is that of every token seen.
    name: 'a token of Hugging Face',
    mark: 'hf_[A-Za-z0-9]{34}',
    pattern: /(?<![A-Za-z0-9_])hf_(?!x{9}|X{9})[A-Za-z0-9]{34}(?![A-Za-z0-9_])/,
  },
  {
    // tailscale.com/kb/1277/key-prefixes.
    name: 'a key of Tailscale',
    mark: 'tskey-',
    pattern:
      /(?<![A-Za-z0-9_-])tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{5,24}-[A-Za-z0-9]{20}/,
  },
  {
    // github.com/grafana/grafana, pkg/components/satokengen: 32 characters and a checksum.
    name: 'a token of Grafana',
    mark: 'glsa_',
    pattern: /(?<![A-Za-z0-9_])glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}(?![A-Za-z0-9_])/,
  },
  {
    // docs.digitalocean.com/reference/api/create-personal-access-token, "Token prefixes".
    name: 'a token of DigitalOcean',
    mark: 'do[opr]_v1_',
    pattern: /(?<![A-Za-z0-9_])do[opr]_v1_[0-9a-f]{64}(?![A-Za-z0-9_])/,
  },
  {
    // learn.microsoft.com/azure/storage/common/storage-configure-connection-string: 64 bytes. That of
    // the emulator is the same for all.
    name: 'a key of Azure Storage',
    mark: 'AccountKey=',
    pattern: /AccountKey=(?!Eby8vdM02xNOcqFl)[A-Za-z0-9+/]{86}==/,
  },
  {
    // docs.sendgrid.com, "API keys": 16 and 32 bytes in base64 for URLs.
    name: 'a key of SendGrid',
    mark: 'SG\\.[A-Za-z0-9_-]{22}\\.',
    pattern: /(?<![A-Za-z0-9_.-])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/,
  },
  {
    // docs.slack.dev/authentication/tokens, "App-level tokens".
    name: 'a token of Slack',
    mark: 'xapp-',
    pattern: /(?<![A-Za-z0-9_-])xapp-[0-9]-A[0-9A-Z]{8,12}-[0-9]{8,}-[0-9a-f]{64}/,
  },
  {
    // discord.com/developers/docs/resources/webhook: the URL is the secret.
    name: 'a webhook of Discord',
    mark: '/webhooks/[0-9]{17}',
    pattern: /discord(?:app)?\.com\/api\/(?:v[0-9]+\/)?webhooks\/[0-9]{17,20}\/[A-Za-z0-9_-]{60}/,
  },
  {
    // core.telegram.org/bots/features, "Authentication token"; the length is that of every token seen.
    name: 'a token of a Telegram bot',
    mark: ':AA[A-Za-z0-9_-]{33}',
    pattern: /(?<![A-Za-z0-9])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/,
  },
  {
    // linear.app/developers/graphql, "Personal API keys".
    name: 'a key of Linear',
    mark: 'lin_api_',
    pattern: /(?<![A-Za-z0-9_])lin_api_[A-Za-z0-9]{40}(?![A-Za-z0-9_])/,
  },
];
