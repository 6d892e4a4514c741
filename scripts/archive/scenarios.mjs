// What the runs of a generated archive do: calls with arguments and results, the same for every format.
// Ids, hosts and times differ from run to run; the pattern of calls is what a planted group has in common.

const CITIES = ['LIS', 'OSL', 'PRG', 'KRK', 'CPH', 'ATH', 'DUB', 'VIE'];
const AGENTS = ['planner', 'coder', 'researcher', 'support'];

function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

function hex(random, digits) {
  let text = '';
  while (text.length < digits) text += Math.floor(random() * 16).toString(16);
  return text;
}

function healthy(random) {
  const calls = [];
  const count = 4 + Math.floor(random() * 10);
  for (let at = 0; at < count; at++) {
    const tool = pick(random, ['read_file', 'search_docs', 'run_tests', 'write_file', 'http_get']);
    const key = hex(random, 8);
    const args = {
      read_file: {path: `src/${key}.ts`},
      search_docs: {query: `how to ${key}`},
      run_tests: {suite: key},
      write_file: {path: `out/${key}.md`, content: `text ${key}`},
      http_get: {url: `https://api-${key}.example/items/${at}`},
    }[tool];
    calls.push({tool, args, result: {ok: true, value: `${key}-${at}`}});
  }
  return {agent: pick(random, AGENTS), calls, outcome: 'succeeded'};
}

/** Planted: each maker gives another instance of one pattern. */
const PLANTED = {
  'search-again': (random) => {
    const args = {from: pick(random, CITIES), to: pick(random, CITIES), session: hex(random, 12)};
    const laps = 10 + Math.floor(random() * 8);
    return {
      agent: 'planner',
      outcome: 'failed',
      calls: Array.from({length: laps}, () => ({
        tool: 'search_flights',
        args,
        result: {flights: []},
      })),
    };
  },
  'edit-and-test': (random) => {
    const path = `src/${hex(random, 6)}.ts`;
    const calls = [];
    for (let lap = 7 + Math.floor(random() * 5); lap > 0; lap--) {
      calls.push({
        tool: 'edit_file',
        args: {path, find: 'a', replace: 'b'},
        result: {applied: true},
      });
      calls.push({tool: 'run_tests', args: {suite: path}, result: {failed: 1, passed: 9}});
    }
    return {agent: 'coder', outcome: 'failed', calls};
  },
  'fetch-and-parse': (random) => {
    const host = `host-${hex(random, 5)}.example`;
    const order = 1000 + Math.floor(random() * 9000);
    const calls = [];
    for (let lap = 7 + Math.floor(random() * 5); lap > 0; lap--) {
      const url = `https://${host}/orders/${order}`;
      calls.push({tool: 'fetch_page', args: {url}, result: {status: 200, body: 'loading'}});
      calls.push({tool: 'parse_page', args: {url, selector: '#total'}, result: {found: 0}});
    }
    return {agent: 'researcher', outcome: 'failed', calls};
  },
  'read-again': (random) => {
    const args = {path: `/srv/${hex(random, 8)}/config.yaml`};
    const laps = 10 + Math.floor(random() * 8);
    return {
      agent: 'coder',
      outcome: 'failed',
      calls: Array.from({length: laps}, () => ({tool: 'read_config', args, result: 'mode: on'})),
    };
  },
  'retry-forbidden': (random) => {
    const args = {url: `https://${hex(random, 6)}.example/v1/accounts`, id: hex(random, 16)};
    const laps = 9 + Math.floor(random() * 5);
    return {
      agent: 'support',
      outcome: 'failed',
      calls: Array.from({length: laps}, () => ({
        tool: 'post_account',
        args,
        error: {type: 'Forbidden', message: '403 Forbidden: missing scope accounts:write'},
      })),
    };
  },
};

export const PLANTED_NAMES = Object.keys(PLANTED);

/** @param planted name of a planted pattern; none = a healthy run. */
export function makeScenario(random, planted) {
  if (planted === undefined) return healthy(random);
  // Work of its own comes before the incident, so that no two runs are alike.
  const before = healthy(random).calls.slice(0, 2);
  const {calls, ...rest} = PLANTED[planted](random);
  return {...rest, calls: [...before, ...calls]};
}
