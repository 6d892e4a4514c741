/**
 * Secrets of no known form, told by what stands before them: the name of a field or variable, the scheme of
 * an authorisation, the user of an address. Names are matched in any case, with `_`, `-` or nothing between
 * their words, and with anything before them (`PROD_DB_PASSWORD`).
 */
export interface NamedPattern {
  readonly id: string;
  readonly names: readonly string[];
  /**
   * `any`: whatever is assigned, as such a field holds nothing else. `opaque`: only what looks made by a
   * machine, since the word has other uses ("token").
   */
  readonly value: 'any' | 'opaque';
}

/** Field names that gitleaks, secretlint and the secret managers of the large clouds agree on; 2026-11-25. */
export const NAMED_PATTERNS: readonly NamedPattern[] = [
  {id: 'password', names: ['password', 'passwd', 'passphrase', 'pwd', 'passwort'], value: 'any'},
  {
    id: 'secret-key',
    names: [
      'secret access key',
      'secret key',
      'client secret',
      'app secret',
      'webhook secret',
      'signing key',
      'signing secret',
      'encryption key',
      'private key',
      'account key',
      'shared access key',
      'master key',
      'service key',
      'server key',
      'client key data',
    ],
    value: 'any',
  },
  {id: 'secret', names: ['secret'], value: 'any'},
  {
    id: 'api-key',
    names: ['api key', 'apikey', 'x api key', 'access key', 'auth key', 'subscription key'],
    value: 'any',
  },
  {
    id: 'access-token',
    names: [
      'access token',
      'refresh token',
      'auth token',
      'api token',
      'bearer token',
      'session token',
      'id token',
      'csrf token',
      'personal access token',
    ],
    value: 'any',
  },
  {
    id: 'token',
    names: ['token', 'credential', 'credentials', 'session id', 'sessionid'],
    value: 'opaque',
  },
];

/** A name may go on with these and still name the secret itself: `password_hash`, `SECRET_KEY_2`. */
export const NAME_ENDINGS: readonly string[] = [
  'value',
  'hash',
  'plain',
  'plaintext',
  'base64',
  'b64',
  'new',
  'old',
  'prod',
  'production',
  'staging',
  'dev',
  'test',
];

/** What stands where a secret would, and is none. */
export const NOT_SECRET: ReadonlySet<string> = new Set(
  `string str text number integer int boolean bool bytes object array any optional required none null nil
   true false undefined unset empty missing invalid valid unknown redacted masked hidden removed omitted
   changeme placeholder example password secret token varchar char default yes no on off file path env
   vault keychain keyring prompt stdin expired wrong incorrect needed`.split(/\s+/),
);
