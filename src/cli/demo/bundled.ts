import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findNearest} from '../../text/nearest.js';
import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';

/** An incident that comes with the program: samples/incidents/NAME, described by its truth.json. */
export interface BundledIncident {
  readonly name: string;
  readonly title: string;
  /** What happened, in a few sentences. */
  readonly story: string;
  /** What its healthy twin does otherwise. */
  readonly twinStory: string;
  readonly framework: string;
  readonly exporter: string;
  readonly incidentFile: string;
  readonly twinFile: string;
}

/** Where a person without a name starts: it has every part of the article's story. */
const FIRST = 'wordpress-wpml';

/** From dist/src/cli/demo and from src/cli/demo alike. */
function incidentsFolder(): string {
  for (const up of ['../../../samples/incidents/', '../../../../samples/incidents/']) {
    const folder = fileURLToPath(new URL(up, import.meta.url));
    if (existsSync(folder)) return folder;
  }
  throw new Error('samples/incidents is missing from the package');
}

/** Reads the folder and one description. @throws UserError for a name that is not there */
export function readBundled(name: string = FIRST): BundledIncident {
  const folder = incidentsFolder();
  const names = readdirSync(folder, {withFileTypes: true})
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'truth.json')))
    .map((entry) => entry.name)
    .sort();
  if (!names.includes(name)) {
    const near = findNearest(name, names);
    throw new UserError(`there is no bundled incident ${visible(name)}`, {
      next: near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`,
    });
  }
  const truth: unknown = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8'));
  return toIncident(name, join(folder, name), truth);
}

function toIncident(name: string, folder: string, truth: unknown): BundledIncident {
  const recording = textOf(truth, 'demo');
  const [framework = '', exporter = ''] = textOf(truth, 'recordedWith').split(', ');
  return {
    name,
    title: textOf(truth, 'title'),
    story: textOf(truth, 'planted'),
    twinStory: textOf(truth, 'healthyBecause'),
    framework,
    exporter,
    incidentFile: join(folder, `incident.${recording}.jsonl.zst`),
    twinFile: join(folder, `healthy.${recording}.jsonl.zst`),
  };
}

/** The files are our own: a missing field is a bug. */
function textOf(truth: unknown, field: string): string {
  const value =
    typeof truth === 'object' && truth !== null
      ? (truth as Readonly<Record<string, unknown>>)[field]
      : undefined;
  if (typeof value !== 'string') throw new Error(`truth.json: ${field} is missing`);
  return value;
}
