const ITEMS = [
  'enamel kettle 1.5 l',
  'oak bread board',
  'linen apron',
  'cast iron pan 26 cm',
  'glass storage jar',
];
/** What the server asks for, in seconds. The clients of today do not wait longer than a minute for it. */
const RETRY_AFTER = {incident: '120', healthy: '20'};
/** Attempts of the runner around the client's own attempts. */
const RUNNER_TRIES = 2;
const CLIENT_RETRIES = 3;

/**
 * A batch writes product texts. From the fourth item on the provider answers 429. In the incident it
 * asks for two minutes, the client takes that for too long and uses its own short back-off, and the
 * runner around it starts the item again: retries inside retries. In the twin it asks for twenty
 * seconds, the client waits them, and the next attempt succeeds.
 */
function setUp(variant) {
  let refused = 0;
  let marked = false;
  const brain = ({messages}) => {
    const item = /Product: (.*)/.exec(messages[0].text)?.[1];
    const limited = ITEMS.indexOf(item) >= 3 && (variant === 'incident' || refused < 2);
    if (!limited) return {text: `${item}: made to be used every day. Easy to clean, and it lasts.`};
    refused++;
    const mark = marked ? {} : {mark: 'refused'};
    marked = true;
    return {
      ...mark,
      refuse: {
        status: 429,
        headers: {'retry-after': RETRY_AFTER[variant], 'x-ratelimit-remaining-requests': '0'},
        error: {
          message: 'Rate limit reached for gpt-4.1 on requests per min (RPM): Limit 3, Used 3.',
          type: 'requests',
          param: null,
          code: 'rate_limit_exceeded',
        },
      },
    };
  };
  return {agents: [], brain, limits: {maxRetries: CLIENT_RETRIES}};
}

const INSTRUCTIONS = 'You are copywriter. Write two plain sentences about the product.';

/**
 * The batch in one span, as a job would be. The AI SDK is the client here because it shows each
 * attempt; the retries inside the OpenAI SDK leave no span, and LangChain waits as long as it is told.
 */
async function drive({modelUrl, service, limits}) {
  const {trace} = await import('@opentelemetry/api');
  const {createOpenAI} = await import('@ai-sdk/openai');
  const {generateText} = await import('ai');
  const openai = createOpenAI({apiKey: 'local', baseURL: `${modelUrl}/v1`});
  const write = (item) =>
    generateText({
      model: openai.chat('gpt-4.1'),
      system: INSTRUCTIONS,
      prompt: `Product: ${item}`,
      maxRetries: limits.maxRetries,
      experimental_telemetry: {isEnabled: true, functionId: 'copywriter'},
    });
  await trace.getTracer('batch').startActiveSpan(service, async (span) => {
    for (const item of ITEMS) {
      for (let attempt = 1; attempt <= RUNNER_TRIES; attempt++) {
        try {
          await write(item);
          break;
        } catch {
          // The runner notes the failure and starts the item again.
        }
      }
    }
    span.end();
  });
}

export const story = {
  recordings: [
    {framework: 'vercel-ai', exporter: 'otel'},
    {framework: 'vercel-ai', exporter: 'openinference'},
  ],
  start: {incident: '2026-04-22T10:02:00.000Z', healthy: '2026-04-21T10:02:00.000Z'},
  service: 'product-texts',
  setUp,
  drive,
  truth: {
    title: 'Retries inside retries against a rate limit',
    demo: 'vercel-ai-otel',
    planted:
      'The provider answers 429 and asks for 120 seconds; the client takes that for too long and retries after two, four, eight seconds (or one, two, four), and the runner starts each item a second time: 16 refused calls for two items.',
    healthyBecause:
      'The provider asks for 20 seconds and then answers: two refused calls, and the batch is done.',
    expect: [
      {
        rule: 'retry/retry-storm',
        onset: 'refused',
        why: 'one request, eight times 429, retries inside retries',
        within: 2,
      },
    ],
    silentBefore: 'refused',
  },
};
