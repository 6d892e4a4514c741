// Compares what was found in a recording with the truth that its script wrote before any rule looked.

/** Two exporters may order parallel calls otherwise: so many calls aside is still the same place. */
const NEAR_CALLS = 3;

const isLoud = ({severity}) => severity !== 'info';
const numberOf = (place) => place.toolCall ?? place.modelCall;
const fieldOf = (place) => (place.toolCall === undefined ? 'modelCall' : 'toolCall');

const isNear = (finding, place, within) =>
  Math.abs(finding.onset[fieldOf(place)] - numberOf(place)) <= within;

/** @returns {{wrong: string[], missing: string[]}} wrong = reported and should not be; missing = not reported */
export function judgeIncident(truth, {findings, losses}) {
  const wrong = losses.map((code) => `data was lost: ${code}`);
  const loud = findings.filter(isLoud);
  const missing = [];
  const explained = new Set();
  for (const {rule, or = [], onset, why, within = NEAR_CALLS} of truth.expect) {
    const same = loud.filter((finding) => finding.rule === rule || or.includes(finding.rule));
    const hit = same.find((finding) => isNear(finding, onset, within) && !explained.has(finding));
    if (hit === undefined) missing.push(`${rule} at ${placeText(onset)} (${why})${seen(same)}`);
    else explained.add(hit);
  }
  const allowed = new Set([
    ...truth.expect.flatMap(({rule, or = []}) => [rule, ...or]),
    ...(truth.allow ?? []),
  ]);
  for (const finding of loud) {
    if (explained.has(finding)) continue;
    const early =
      truth.silentBefore !== undefined &&
      finding.onset[fieldOf(truth.silentBefore)] < numberOf(truth.silentBefore) - NEAR_CALLS;
    if (early || !allowed.has(finding.rule)) wrong.push(`${finding.rule}: ${finding.title}`);
  }
  for (const {rule, why} of truth.wanted ?? []) {
    if (!loud.some((finding) => finding.rule === rule)) missing.push(`${rule} (${why})`);
  }
  return {wrong, missing};
}

/** A healthy twin gives no warning. */
export function judgeTwin({findings, losses}) {
  return {
    wrong: [
      ...losses.map((code) => `data was lost: ${code}`),
      ...findings.filter(isLoud).map(({rule, title}) => `${rule}: ${title}`),
    ],
    missing: [],
  };
}

/** The rules that speak up, in order: equal for every exporter of one story. */
export const rulesOf = ({findings}) =>
  [...new Set(findings.filter(isLoud).map(({rule}) => rule))].sort().join(' ');

const placeText = (place) =>
  place.toolCall === undefined
    ? `model call ${place.modelCall}`
    : `tool call ${place.toolCall} (${place.tool})`;

const seen = (same) =>
  same.length === 0
    ? ''
    : `; reported at tool call ${same.map(({onset}) => onset.toolCall).join(', ')}`;
