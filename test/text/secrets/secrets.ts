/**
 * Secrets that were never issued, put together here so that no scanner of this repository takes them for
 * real ones. Each with the kind it must be seen as.
 */
const digits = (length: number): string => '0123456789'.repeat(10).slice(0, length);
const mixed = (length: number): string =>
  'aB3dE5gH7jK9mN1pQ2sT4vW6xY8z'.repeat(10).slice(0, length);
const hex = (length: number): string => '0a1b2c3d4e5f6789'.repeat(10).slice(0, length);
const join = (...parts: readonly string[]): string => parts.join('');

export const TOKENS: readonly (readonly [id: string, secret: string])[] = [
  ['aws-access-key-id', join('AKI', 'AIOSFODNN7EXAMPLE')],
  ['aws-access-key-id', join('ASI', 'AY34FZKBOKMUTVV7A')],
  ['github-token', join('ghp', '_', mixed(36))],
  ['github-token', join('github', '_pat_', mixed(22), '_', mixed(59))],
  ['gitlab-token', join('glpat', '-', mixed(20))],
  ['slack-token', join('xoxb', '-', digits(12), '-', digits(13), '-', mixed(24))],
  [
    'slack-webhook',
    join('https://hooks.slack', '.com/services/T0', digits(8), '/B0', digits(8), '/', mixed(24)),
  ],
  ['anthropic-api-key', join('sk-', 'ant-api03-', mixed(93), 'AA')],
  ['openai-api-key', join('sk-', 'proj-', mixed(48))],
  ['api-key', join('sk-', mixed(48))],
  ['stripe-secret', join('sk', '_live_', mixed(24))],
  ['google-api-key', join('AIz', 'a', mixed(35))],
  ['hugging-face-token', join('hf', '_', mixed(34))],
  ['npm-token', join('npm', '_', mixed(36))],
  ['sendgrid-api-key', join('SG', '.', mixed(22), '.', mixed(43))],
  ['digitalocean-token', join('dop', '_v1_', hex(64))],
  ['vault-token', join('hvs', '.', mixed(30))],
  ['jwt', join('eyJ', 'hbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxIn0', '.', mixed(43))],
  [
    'private-key',
    `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${mixed(64)}\n${mixed(64)}==\n-----END RSA PRIVATE KEY-----`,
  ],
  [
    'private-key',
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${mixed(70)}\n-----END OPENSSH PRIVATE KEY-----`,
  ],
];

/** Text before and after the secret, which must stay. */
export const NAMED: readonly (readonly [before: string, secret: string, after: string])[] = [
  ['password=', 'hunter2', ''],
  ['PROD_DB_PASSWORD=', 'tr0ub4dor&3'.slice(0, 8), ' next'],
  ['{"password": "', 'correct horse', '", "user": "ann"}'],
  ['{\\"api_key\\":\\"', 'abcdef', '\\",\\"n\\":1}'],
  ['AWS_SECRET_ACCESS_KEY=', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '\n'],
  ['client_secret: ', 'x9-Yz.12', ','],
  ['Authorization: Bearer ', 'abc.DEF-123_456', ''],
  ['"authorization": "Basic ', 'dXNlcjpwYXNzd29yZA==', '"'],
  ['curl -H "x-api-key: ', '9f8e7d6c', '" https://api.example'],
  ['postgres://app:', 's3cr3t', '@db.internal:5432/app'],
  ['Set-Cookie: ', 'sid=31d4d96e407aad42; Path=/', ''],
  ['access_token=', 'ya0_abcdef123', '&state=1'],
  ['https://a.blob.core.windows.net/c?sv=2022&sig=', mixed(43), '&se=2026'],
  ['sent to https://', hex(32), '@o1.ingest.example/1'],
  ['postgres://app:', mixed(14), '… (cut)'],
  ['login --password ', mixed(12), ' --verbose'],
  ['curl -s -u ann:', mixed(14), ' https://api.example'],
  ['sshpass -p ', mixed(12), ' ssh host'],
  ['machine api.example login ann password ', mixed(12), '\n'],
  ['{"auths": {"r.example": {"auth": "', mixed(40), '"}}}'],
  ['client-key-data: ', mixed(60), '\n'],
  ['FCM_SERVER_KEY=', mixed(60), '\n'],
  ['Authorization: ApiKey ', mixed(40), ''],
  ['bot ', join(digits(10), ':AA', mixed(33)), ' started'],
  ['bot ', join('MT', mixed(22), '.', mixed(6), '.', mixed(38)), ' started'],
  ['use ', join(mixed(14), '.atlas', 'v1.', mixed(64)), ' for it'],
  ['use ', join('pat', mixed(14), '.', hex(64)), ' for it'],
];

/** Looks like a secret, and is the work of an agent. */
export const HARMLESS: readonly string[] = [
  'the task-risk-assessment-for-the-next-quarter is due',
  'sk-learn is scikit-learn',
  'max_tokens: 4096, total_tokens=123456789012',
  'next_page_token=CAoQAA1234567890abc',
  'password: string',
  'password = os.getenv("DB_PASSWORD")',
  'password=${DB_PASSWORD}',
  '{"password": {"type": "string"}}',
  'api_key=<your key>',
  'the secret: everything is a file',
  'token: expired',
  'https://example.com:8080/path@2x.png',
  'basic understanding of the bearer of news',
  'secretary: Ann Example, keyboard: qwerty',
  'password_policy: at least 12 characters',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '4bf92f3577b34da6a3ce929d0e0e4736',
  'toolu_01A09q90qw90lq917835lq9',
  'eyJ is how a token begins',
  'run it with --token-limit 5000 and --password-file /run/x',
  'curl -u ann: https://example.com, curl --user-agent x1',
  'http://localhost:8080… and https://example.com:8443/a@b',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4',
  '01234567-89ab-cdef-0123-456789abcdef',
  'integrity sha512-Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZg==',
  'the login page, the password page and the author',
  'NodeModuleNamesAreLongHere.module.another_very_long_module_name',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
];
