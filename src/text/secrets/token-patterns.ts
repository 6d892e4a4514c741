/** Characters a token may go on with after its start. */
export type TokenAlphabet =
  'alnum' | 'upper' | 'hex' | 'word' | 'base64url' | 'dotted' | 'base64' | 'url';

/** A kind of secret that is known by how it begins. */
export interface TokenPattern {
  /** Kebab-case, as it is shown: `[secret aws-access-key-id #3f9a01]`. */
  readonly id: string;
  /** How it begins, as issued; case matters. */
  readonly starts: readonly string[];
  readonly alphabet: TokenAlphabet;
  /** Fewest characters after the start; an issuer that lengthens its tokens is still seen. */
  readonly least: number;
  /** The rest must hold a digit: for starts that also begin ordinary words. */
  readonly needsDigit?: true;
  /** Where the issuer, or a maintained scanner, says so. */
  readonly source: string;
}

/** When the sources were last read. */
export const PATTERNS_CHECKED = '2026-11-25';

const GITHUB = 'https://docs.github.com/en/authentication (about authentication, token formats)';
const GITLAB = 'https://docs.gitlab.com/security/tokens (token prefixes)';
const SCANNING =
  'https://docs.github.com/en/code-security/secret-scanning (supported secret scanning patterns)';
const GITLEAKS = 'https://github.com/gitleaks/gitleaks (config/gitleaks.toml)';

/**
 * Longer starts before shorter ones of the same letters: the first that fits names the secret. What a log
 * holds is masked on suspicion: a run of the alphabet that is longer than the issuer's is masked whole.
 */
export const TOKEN_PATTERNS: readonly TokenPattern[] = [
  {
    id: 'aws-access-key-id',
    starts: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    alphabet: 'upper',
    least: 16,
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
  },
  {
    id: 'github-token',
    starts: ['github_pat_', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    alphabet: 'word',
    least: 30,
    source: GITHUB,
  },
  {
    id: 'gitlab-token',
    starts: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
    ],
    alphabet: 'dotted',
    least: 18,
    source: GITLAB,
  },
  {
    id: 'slack-token',
    starts: [
      'xoxb-',
      'xoxp-',
      'xoxa-',
      'xoxr-',
      'xoxs-',
      'xoxe-',
      'xoxe.',
      'xoxc-',
      'xoxd-',
      'xapp-',
    ],
    alphabet: 'dotted',
    least: 10,
    source: 'https://docs.slack.dev/authentication/tokens',
  },
  {
    id: 'slack-webhook',
    starts: ['https://hooks.slack.com/services/', 'https://hooks.slack.com/workflows/'],
    alphabet: 'url',
    least: 12,
    source: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
  },
  {
    id: 'discord-webhook',
    starts: ['https://discord.com/api/webhooks/', 'https://discordapp.com/api/webhooks/'],
    alphabet: 'url',
    least: 20,
    source: 'https://discord.com/developers/docs/resources/webhook',
  },
  {
    id: 'anthropic-api-key',
    starts: ['sk-ant-'],
    alphabet: 'base64url',
    least: 16,
    source: SCANNING,
  },
  {
    id: 'openai-api-key',
    starts: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'],
    alphabet: 'base64url',
    least: 16,
    source: SCANNING,
  },
  {
    id: 'langfuse-secret-key',
    starts: ['sk-lf-'],
    alphabet: 'base64url',
    least: 16,
    source: 'https://langfuse.com/docs (API keys)',
  },
  {
    id: 'api-key',
    starts: ['sk-'],
    alphabet: 'base64url',
    least: 16,
    needsDigit: true,
    source: 'OpenAI, OpenRouter, DeepSeek and others issue keys that begin so',
  },
  {
    id: 'stripe-secret',
    starts: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    alphabet: 'word',
    least: 10,
    source: 'https://docs.stripe.com/keys',
  },
  {
    id: 'google-api-key',
    starts: ['AIza'],
    alphabet: 'base64url',
    least: 30,
    source: SCANNING,
  },
  {
    id: 'google-oauth-secret',
    starts: ['GOCSPX-', 'ya29.'],
    alphabet: 'dotted',
    least: 20,
    source: SCANNING,
  },
  {
    id: 'hugging-face-token',
    starts: ['hf_', 'api_org_'],
    alphabet: 'alnum',
    least: 30,
    source: 'https://huggingface.co/docs/hub/security-tokens',
  },
  {id: 'groq-api-key', starts: ['gsk_'], alphabet: 'alnum', least: 30, source: SCANNING},
  {id: 'xai-api-key', starts: ['xai-'], alphabet: 'alnum', least: 40, source: SCANNING},
  {id: 'perplexity-api-key', starts: ['pplx-'], alphabet: 'alnum', least: 32, source: SCANNING},
  {id: 'replicate-token', starts: ['r8_'], alphabet: 'alnum', least: 30, source: SCANNING},
  {id: 'nvidia-api-key', starts: ['nvapi-'], alphabet: 'base64url', least: 40, source: SCANNING},
  {id: 'langsmith-api-key', starts: ['lsv2_'], alphabet: 'word', least: 32, source: SCANNING},
  {id: 'tavily-api-key', starts: ['tvly-'], alphabet: 'base64url', least: 20, source: SCANNING},
  {id: 'npm-token', starts: ['npm_'], alphabet: 'alnum', least: 30, source: SCANNING},
  {
    id: 'pypi-token',
    starts: ['pypi-'],
    alphabet: 'base64url',
    least: 50,
    source: 'https://pypi.org/help/#apitoken',
  },
  {id: 'rubygems-key', starts: ['rubygems_'], alphabet: 'hex', least: 40, source: SCANNING},
  {
    id: 'docker-token',
    starts: ['dckr_pat_', 'dckr_oat_'],
    alphabet: 'base64url',
    least: 20,
    source: SCANNING,
  },
  {
    id: 'sendgrid-api-key',
    starts: ['SG.'],
    alphabet: 'dotted',
    least: 50,
    source: 'https://www.twilio.com/docs/sendgrid (API keys)',
  },
  {id: 'mailgun-key', starts: ['key-'], alphabet: 'hex', least: 32, source: GITLEAKS},
  {id: 'twilio-key', starts: ['SK'], alphabet: 'hex', least: 32, source: GITLEAKS},
  {
    id: 'digitalocean-token',
    starts: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    alphabet: 'hex',
    least: 60,
    source: SCANNING,
  },
  {
    id: 'shopify-token',
    starts: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    alphabet: 'hex',
    least: 32,
    source: SCANNING,
  },
  {id: 'linear-api-key', starts: ['lin_api_'], alphabet: 'alnum', least: 32, source: SCANNING},
  {id: 'notion-token', starts: ['ntn_', 'secret_'], alphabet: 'alnum', least: 40, source: SCANNING},
  {id: 'databricks-token', starts: ['dapi'], alphabet: 'hex', least: 32, source: SCANNING},
  {
    id: 'atlassian-token',
    starts: ['ATATT3', 'ATCTT3', 'ATBB'],
    alphabet: 'base64url',
    least: 24,
    needsDigit: true,
    source: SCANNING,
  },
  {
    id: 'doppler-token',
    starts: ['dp.pt.', 'dp.st.'],
    alphabet: 'dotted',
    least: 40,
    source: SCANNING,
  },
  {
    id: 'vault-token',
    starts: ['hvs.', 'hvb.', 'hvr.'],
    alphabet: 'base64url',
    least: 24,
    source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
  },
  {id: 'figma-token', starts: ['figd_'], alphabet: 'base64url', least: 30, source: SCANNING},
  {
    id: 'grafana-token',
    starts: ['glsa_', 'glc_'],
    alphabet: 'base64',
    least: 32,
    source: 'https://grafana.com/docs/grafana (service accounts)',
  },
  {
    id: 'sentry-token',
    starts: ['sntrys_', 'sntryu_', 'sntrya_'],
    alphabet: 'base64',
    least: 40,
    source: SCANNING,
  },
  {id: 'postman-api-key', starts: ['PMAK-'], alphabet: 'base64url', least: 50, source: SCANNING},
  {
    id: 'planetscale-token',
    starts: ['pscale_tkn_', 'pscale_pw_'],
    alphabet: 'dotted',
    least: 30,
    source: SCANNING,
  },
  {
    id: 'supabase-token',
    starts: ['sbp_', 'sb_secret_'],
    alphabet: 'word',
    least: 28,
    source: SCANNING,
  },
  {id: 'new-relic-key', starts: ['NRAK-'], alphabet: 'alnum', least: 24, source: SCANNING},
  {
    id: 'square-token',
    starts: ['sq0atp-', 'sq0csp-'],
    alphabet: 'base64url',
    least: 20,
    source: SCANNING,
  },
  {
    id: 'age-secret-key',
    starts: ['AGE-SECRET-KEY-1'],
    alphabet: 'upper',
    least: 50,
    source: GITLEAKS,
  },
  {
    id: 'jwt',
    // base64url of `{"`: every JSON Web Token begins so.
    starts: ['eyJ'],
    alphabet: 'dotted',
    least: 24,
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
  },
];
