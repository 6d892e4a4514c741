import {UserError} from '../../model/user-error.js';
import {MatchError} from '../../store/match/match-error.js';
import {parseSearch, type ParsedSearch} from '../../store/search/parse-search.js';
import {SearchIndex} from '../../store/search/search-index.js';
import type {SearchFilters, SearchHit} from '../../store/search/search-index.js';
import {PLACE_ROLES} from '../../store/search/search-schema.js';
import {formatCountOf} from '../../text/numbers.js';
import {visible} from '../../text/visible.js';
import {STEP_KINDS} from '../../tree/step-table.js';
import {readCount, readFlag, readText, type Arguments} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {writeJsonList} from '../json-output.js';
import {createProgressBar} from '../progress.js';
import {pointAt} from '../query/point-at.js';
import {readTimeUs} from '../read-time.js';
import {printLines} from '../view/print-lines.js';
import {buildHitLines} from '../view/hit-lines.js';

const TERMINAL_ROWS = 20;
const DEFAULT_PLACES = 3;

export const run: RunCommand = async (context) => {
  const {args, output} = context;
  const search = readSearch(context);
  const filters = readFilters(args);
  const rows = readCount(args, 'rows', 0);
  const maxRows =
    rows === 0 ? Infinity : (rows ?? (output.dataIsTerminal ? TERMINAL_ROWS : Infinity));
  const places = readCount(args, 'places', 1) ?? DEFAULT_PLACES;
  return withCase(context, async (session) => {
    const index = SearchIndex.open(session.casePath);
    const found = {hits: 0, isCut: false};
    try {
      await buildIndex(context, index);
      const hits = take(index.find(search, filters, places), maxRows, {found, context});
      if (readFlag(args, 'json')) {
        const items = toItems(hits);
        await writeJsonList(output, 'search', {
          head: {words: readText(args, 'words')},
          name: 'hits',
          items,
        });
      } else {
        await printLines(output, buildHitLines(hits, output.width));
        output.talk(
          found.isCut
            ? `cut after ${formatCountOf(found.hits, 'hit')}; --rows 0 prints all\n`
            : `${formatCountOf(found.hits, 'hit')}\n`,
        );
      }
    } finally {
      index.close();
    }
    return session.exitCode;
  });
};

/** @throws UserError pointing at what was not understood. */
function readSearch({args, output}: CommandContext): ParsedSearch {
  const words = readText(args, 'words') ?? '';
  try {
    return parseSearch(words);
  } catch (error) {
    if (!(error instanceof MatchError)) throw error;
    output.talk(pointAt(words, error.offset));
    throw new UserError(visible(error.message), {
      next: 'put a text in double quotes to look for it as it stands',
      cause: error,
    });
  }
}

function readFilters(args: Arguments): SearchFilters {
  const run = readText(args, 'run');
  const role = PLACE_ROLES.find((name) => name === readText(args, 'role'));
  const kind = STEP_KINDS.find((name) => name === readText(args, 'kind'));
  const agent = readText(args, 'agent');
  const tool = readText(args, 'tool');
  const sinceUs = readTimeUs(args, 'since');
  const untilUs = readTimeUs(args, 'until');
  return {
    ...(run === undefined ? {} : {run}),
    ...(role === undefined ? {} : {role}),
    ...(kind === undefined ? (tool === undefined ? {} : {kind: 'tool'}) : {kind}),
    ...(tool === undefined ? {} : {name: tool}),
    ...(agent === undefined ? {} : {agent}),
    ...(readFlag(args, 'errors') ? {failed: true} : {}),
    ...(sinceUs === undefined ? {} : {sinceUs}),
    ...(untilUs === undefined ? {} : {untilUs}),
  };
}

/** Between two looks at the index; a long build says how far it is, and can be stopped. */
async function buildIndex({output, signal}: CommandContext, index: SearchIndex): Promise<void> {
  const bar = createProgressBar(output, () => performance.now());
  try {
    for (const {charsDone, charsTotal} of index.update()) {
      bar.update({bytesDone: charsDone, bytesTotal: charsTotal, path: 'building the search index'});
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  } finally {
    bar.clear();
  }
}

function* take(
  hits: Iterable<SearchHit>,
  maxRows: number,
  {
    found,
    context,
  }: {readonly found: {hits: number; isCut: boolean}; readonly context: CommandContext},
): Generator<SearchHit> {
  for (const hit of hits) {
    context.signal.throwIfAborted();
    if (found.hits >= maxRows) {
      found.isCut = true;
      return;
    }
    found.hits++;
    yield hit;
  }
}

async function* toItems(hits: Iterable<SearchHit>): AsyncGenerator<object> {
  for (const hit of hits) {
    await Promise.resolve();
    yield {...hit, places: hit.places.map((place) => ({...place, step: place.step + 1}))};
  }
}
