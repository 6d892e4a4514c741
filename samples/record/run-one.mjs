/** Records one run: `node run-one.mjs STORY VARIANT RECORDING-INDEX OUTPUT`. A process of its own. */
import {writeFileSync} from 'node:fs';
import {installClock} from './lib/clock.mjs';
import {startCollector} from './lib/collector.mjs';
import {startModelServer} from './lib/model-server.mjs';

const [name, variant, index, output] = process.argv.slice(2);
const {story} = await import(`./stories/${name}/index.mjs`);
const recording = story.recordings[Number(index)];
installClock(story.start[variant]);
process.env.OPENAI_AGENTS_DISABLE_TRACING = '';
process.env.LANGCHAIN_TRACING_V2 = 'false';
// Traceloop would describe this machine: its name, its processes, its user.
process.env.OTEL_NODE_RESOURCE_DETECTORS = 'none';

const abort = new AbortController();
/** Pulls the plug; the promise gives the framework time to notice. */
const stop = (why) =>
  new Promise((done) => {
    abort.abort(new DOMException(why, 'AbortError'));
    setTimeout(done, 100);
  });

const collector = await startCollector();
const framework = await import(`./frameworks/${recording.framework}.mjs`);
const tracing = await framework.exporters[recording.exporter]({
  collectorUrl: collector.url,
  service: story.service,
});
const {agents, brain, limits, user} = story.setUp(variant, {...recording, stop});
const model = await startModelServer(brain);
let ended = 'answered';
try {
  const drive = story.drive ?? framework.runAgent;
  const around = tracing.around ?? ((work) => work());
  await around(() =>
    drive({
      framework,
      agent: agents?.[0],
      agents,
      user: user ?? story.user,
      modelUrl: model.url,
      signal: abort.signal,
      service: story.service,
      tracing,
      limits: {...limits, api: recording.api},
      recording,
    }),
  );
} catch (error) {
  ended = `${error?.name ?? 'Error'}: ${String(error?.message ?? error).split('\n')[0]}`;
}
// What was aborted unwinds before the process ends.
await new Promise((done) => setTimeout(done, 500));
await tracing.flush();
// Stack traces name files: the recorder's own folder says nothing about the incident.
const text = collector.text().replaceAll(import.meta.dirname, '/srv/agents');
writeFileSync(output, text);
const faults = model.log.filter(({fault}) => fault !== undefined);
console.log(
  JSON.stringify({
    name,
    variant,
    ...recording,
    requests: model.log.length,
    bytes: text.length,
    ended,
    marks: model.marks,
    unexpected: collector.unexpected,
    faults,
  }),
);
await model.close();
await collector.close();
process.exit(faults.length > 0 || collector.unexpected.length > 0 ? 1 : 0);
