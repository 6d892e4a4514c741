/**
 * A script as generators, one for each agent instance: `yield reply` answers a request and gives the
 * next one. `keyOf(request)` tells the instances apart (default: the agent and its first user message).
 */
export function brainOf(
  start,
  keyOf = ({agent, messages}) => `${agent}\n${messages.find(({role}) => role === 'user')?.text}`,
) {
  const running = new Map();
  return (request) => {
    const key = keyOf(request);
    let script = running.get(key);
    let step;
    if (script === undefined) {
      script = start(request);
      running.set(key, script);
      step = script.next();
    } else step = script.next(request);
    if (step.done) {
      running.delete(key);
      return step.value ?? {text: 'Done.'};
    }
    return step.value;
  };
}

export const call = (name, args) => ({name, args});

/** The texts of the tool results behind the last reply, as JSON where they are. */
export function lastResults({messages}) {
  const results = [];
  for (let at = messages.length - 1; at >= 0 && messages[at].role === 'tool'; at--)
    results.unshift(parse(messages[at].text));
  return results;
}

export const lastResult = (request) => lastResults(request).at(-1);

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
