/**
 * Records incidents and their twins again: `npm run record -- [STORY...]` (all of them without a
 * name). Each run is a process of its own; what the collector got goes into ../incidents.
 */
import {spawnSync} from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const incidents = join(here, '..', 'incidents');
const lock = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'));
/** `--words`: only the words of the truth files are written again, nothing is recorded. */
const wordsOnly = process.argv.includes('--words');
const names = process.argv.slice(2).filter((one) => !one.startsWith('--'));
const stories = names.length > 0 ? names : readdirSync(join(here, 'stories')).sort();
const work = mkdtempSync(join(tmpdir(), 'whatbroke-record-'));

/** Packages whose versions decide what a recording looks like. */
const PACKAGES = {
  langgraph: ['@langchain/langgraph', '@langchain/core', '@langchain/openai'],
  'langchain-agent': ['langchain', '@langchain/core', '@langchain/openai'],
  'vercel-ai': ['ai', '@ai-sdk/openai'],
  'openai-agents': ['@openai/agents'],
  'openai-sdk': ['openai'],
  anthropic: ['@anthropic-ai/sdk'],
  llamaindex: ['llamaindex', '@llamaindex/openai'],
};
const EXPORTER_PACKAGES = {
  'langgraph-openinference': ['@arizeai/openinference-instrumentation-langchain'],
  'langchain-agent-openinference': ['@arizeai/openinference-instrumentation-langchain'],
  'langchain-agent-langsmith': ['langsmith'],
  'langgraph-traceloop': ['@traceloop/node-server-sdk', '@traceloop/instrumentation-langchain'],
  'langgraph-langsmith': ['langsmith'],
  'vercel-ai-openinference': ['@arizeai/openinference-vercel'],
  'openai-sdk-traceloop': ['@traceloop/instrumentation-openai'],
  'openai-sdk-openinference': ['@arizeai/openinference-instrumentation-openai'],
  'anthropic-traceloop': ['@traceloop/node-server-sdk', '@traceloop/instrumentation-anthropic'],
};

const TITLES = {
  langgraph: 'LangGraph.js',
  'langchain-agent': 'LangChain.js',
  'vercel-ai': 'Vercel AI SDK',
  'openai-agents': 'OpenAI Agents SDK',
  anthropic: 'Anthropic SDK',
};
const EXPORTER_TITLES = {
  otel: 'its own OpenTelemetry spans over OTLP',
  openinference: 'OpenInference over OTLP',
  traceloop: 'Traceloop over OTLP',
  langsmith: 'the LangSmith tracer',
  processor: 'its own trace exporter',
};

const versionOf = (name) => lock.packages[`node_modules/${name}`]?.version;

function recordOne(name, variant, {recording, index}) {
  const id = [`${recording.framework}-${recording.exporter}`, recording.kit, recording.api]
    .filter((part) => part !== undefined && part !== 'api')
    .join('-');
  const raw = join(work, `${variant}.${id}.jsonl`);
  const done = spawnSync(
    process.execPath,
    [join(here, 'run-one.mjs'), name, variant, String(index), raw],
    {encoding: 'utf8', cwd: here, timeout: 300_000},
  );
  const said = done.stdout.trim().split('\n').pop();
  if (done.status !== 0) throw new Error(`${name} ${variant} ${id}: ${said}\n${done.stderr}`);
  const summary = JSON.parse(said);
  const folder = join(incidents, name);
  mkdirSync(folder, {recursive: true});
  const target = join(folder, `${variant}.${id}.jsonl.zst`);
  const packed = spawnSync('zstd', ['-q', '-f', '-19', '--long=24', raw, '-o', target], {
    encoding: 'utf8',
  });
  if (packed.status !== 0) throw new Error(`zstd: ${packed.error?.message ?? packed.stderr}`);
  console.log(
    `${name}/${variant}.${id}: ${summary.requests} model requests, ${summary.bytes} bytes, ${summary.ended}`,
  );
  const packages = [
    ...(PACKAGES[recording.framework] ?? []),
    ...(EXPORTER_PACKAGES[`${recording.framework}-${recording.exporter}`] ?? []),
  ];
  return {
    file: `${variant}.${id}.jsonl.zst`,
    marks: summary.marks,
    entry: {
      framework: recording.framework,
      exporter: recording.exporter,
      tools: recording.kit,
      api: recording.api,
      packages: Object.fromEntries(packages.map((one) => [one, versionOf(one)])),
    },
  };
}

/** The truth is written from the script, its places from the script's own marks: no rule is asked. */
function writeTruth(name, story, made) {
  const marks = made.find(({file}) => file.startsWith('incident.'))?.marks ?? {};
  const places = (own) =>
    Object.entries(own)
      .map(([mark, {toolCall, modelCall}]) => `${mark} ${toolCall ?? modelCall}`)
      .join(', ');
  for (const {file, marks: own} of made) {
    if (!file.startsWith('incident.') || places(own) === places(marks)) continue;
    console.error(
      `! ${name}: ${file} has its places elsewhere: ${places(own)}, not ${places(marks)}`,
    );
  }
  const place = (mark) => marks[mark] ?? {missing: mark};
  const {expect, silentBefore, governance} = story.truth;
  const truth = {
    ...wordsOf(story),
    expect: expect.map((one) => ({...one, onset: place(one.onset)})),
    ...(silentBefore === undefined ? {} : {silentBefore: place(silentBefore)}),
    ...(governance === undefined
      ? {}
      : {governance: governance.map((row) => ({...row, at: row.at.map(place)}))}),
    recordings: Object.fromEntries(made.map(({file, entry}) => [file, entry])),
  };
  saveTruth(name, truth);
}

/** All of a truth file that needs no recording. */
function wordsOf(story) {
  const {expect, silentBefore, governance, demo, ...words} = story.truth;
  const recording = story.recordings.find(
    ({framework, exporter, kit = 'api'}) => `${framework}-${exporter}` === demo && kit === 'api',
  );
  const [main] = PACKAGES[recording.framework];
  const recordedWith = `${TITLES[recording.framework]} ${versionOf(main)}, ${EXPORTER_TITLES[recording.exporter]}`;
  return {...words, demo, recordedWith};
}

function saveTruth(name, truth) {
  writeFileSync(join(incidents, name, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
}

try {
  for (const name of stories) {
    const {story} = await import(`./stories/${name}/index.mjs`);
    const folder = join(incidents, name);
    if (wordsOnly) {
      const before = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
      saveTruth(name, {...before, ...wordsOf(story)});
      continue;
    }
    if (existsSync(folder))
      for (const file of readdirSync(folder)) if (file !== 'README.md') rmSync(join(folder, file));
    const made = [];
    for (const variant of ['incident', 'healthy']) {
      story.recordings.forEach((recording, index) =>
        made.push(recordOne(name, variant, {recording, index})),
      );
    }
    writeTruth(name, story, made);
  }
} finally {
  rmSync(work, {recursive: true, force: true});
}
