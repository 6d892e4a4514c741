import {assertNever} from '../model/assert.js';
import {literal, show, type DisplayText} from '../text/visible.js';
import type {UserAction} from './actions.js';
import {parseCondition} from './condition/parse-condition.js';
import {startFilter} from './filter.js';
import {parseGoto} from './goto/parse-goto.js';
import {findingToTriage, withChange} from './reduce-notes.js';
import {toPane, toPaneBelow, withCursor, withNotice, withQuestion} from './move.js';
import {MAX_PROMPT_CHARS, type PromptPurpose} from './prompt.js';
import {parseTriage} from './parse-triage.js';
import {goToLap, searchFor} from './reduce-find.js';
import type {ReplayState, TypedCondition} from './state.js';

type PromptAction = Extract<
  UserAction,
  {kind: 'prompt-open' | 'prompt-type' | 'prompt-erase' | 'prompt-clear' | 'prompt-recall'}
>;

/** The one text field. */
export function reducePrompt(state: ReplayState, action: PromptAction): ReplayState {
  const {prompt} = state;
  switch (action.kind) {
    case 'prompt-open':
      return {
        ...state,
        mode: 'prompt',
        prompt: {purpose: action.purpose, text: '', from: state.mode},
      };
    case 'prompt-type':
      return withText(state, (prompt?.text ?? '') + action.text);
    case 'prompt-erase':
      return withText(
        state,
        Array.from(prompt?.text ?? '')
          .slice(0, -1)
          .join(''),
      );
    case 'prompt-clear':
      return withText(state, '');
    case 'prompt-recall':
      return prompt === undefined
        ? state
        : withText(state, state.typedBefore[prompt.purpose] ?? prompt.text);
    default:
      return assertNever(action);
  }
}

function withText(state: ReplayState, text: string): ReplayState {
  if (state.prompt === undefined || text.length > MAX_PROMPT_CHARS) return state;
  return {...state, prompt: {...state.prompt, text}};
}

/** Enter. What was typed wrong stays in the field, with the reason in its place. */
export function submitPrompt(state: ReplayState): ReplayState {
  const {prompt} = state;
  if (prompt === undefined) return toPaneBelow(state);
  const {purpose, text} = prompt;
  const typedBefore = {...state.typedBefore, [purpose]: text};
  const closed = closePrompt({...state, typedBefore});
  const done = submit(closed, purpose, text.trim());
  return done.kind === 'ok' ? done.state : withNotice(state, done.why);
}

/** Back to the pane or page that the field lay over. */
export function closePrompt(state: ReplayState): ReplayState {
  const {prompt} = state;
  return prompt === undefined
    ? toPaneBelow(state)
    : {...state, prompt: undefined, mode: prompt.from};
}

type Submitted =
  | {readonly kind: 'ok'; readonly state: ReplayState}
  | {readonly kind: 'wrong'; readonly why: DisplayText};

function submit(state: ReplayState, purpose: PromptPurpose, text: string): Submitted {
  switch (purpose) {
    case 'goto':
      return submitGoto(state, text);
    case 'search':
      return withCondition(toSearchText(text), (typed) =>
        searchFor(
          {...state, search: typed},
          {aim: 'match', condition: typed.condition, forward: true},
        ),
      );
    case 'filter':
      if (text === '') return ok({...state, filter: undefined});
      return withCondition(toSearchText(text), (typed) => ({
        ...toPane({...state, listView: 'steps'}, 'list'),
        expanded: false,
        filter: startFilter(typed, state.cursor, state.run.steps),
      }));
    case 'break':
      if (text === '')
        return ok(withNotice({...state, breakpoint: undefined}, literal('the breakpoint is off')));
      return withCondition(text, (typed) =>
        withNotice(
          {...state, breakpoint: typed},
          literal('breakpoint set: . goes on to it, , goes back, the play stops at it'),
        ),
      );
    case 'note':
      if (text === '') return wrong(literal('nothing was typed'));
      return ok(
        withChange(
          state,
          {kind: 'add', step: state.cursor, isBookmark: false, text},
          literal('the note is kept in the case'),
        ),
      );
    case 'triage':
      return submitTriage(state, text);
    default:
      return assertNever(purpose);
  }
}

/** What is no condition is a text to look for: `/timeout` needs no quotation marks. */
function toSearchText(text: string): string {
  if (text === '' || parseCondition(text).kind === 'ok' || /[=<>~()"]/.test(text)) return text;
  return JSON.stringify(text);
}

function withCondition(text: string, go: (typed: TypedCondition) => ReplayState): Submitted {
  const parsed = parseCondition(text);
  if (parsed.kind === 'wrong') return wrong(parsed.message);
  return ok(go({text, condition: parsed.condition}));
}

function submitGoto(state: ReplayState, text: string): Submitted {
  const target = parseGoto(text, state.run);
  switch (target.kind) {
    case 'wrong':
      return wrong(target.why);
    case 'step':
      return ok(withCursor(state, target.step));
    case 'lap': {
      const moved = goToLap(state, target.lap, 'first-step');
      return moved === undefined ? wrong(show`there is no lap ${target.lap} here`) : ok(moved);
    }
    case 'time':
      return ok(withQuestion(state, {kind: 'time', timeUs: target.timeUs}));
    case 'span':
      return ok(withQuestion(state, {kind: 'span', spanId: target.spanId}));
    default:
      return assertNever(target);
  }
}

function submitTriage(state: ReplayState, text: string): Submitted {
  const finding = findingToTriage(state);
  if (finding === undefined) return wrong(literal('no finding is chosen'));
  const triage = parseTriage(text);
  if (triage === undefined)
    return wrong(literal('begin with c (confirmed) or b (benign), then say why'));
  const change = {kind: 'triage', findingId: finding.id, ...triage} as const;
  return ok(withChange(state, change, literal(`the finding is marked ${triage.verdict}`)));
}

function ok(state: ReplayState): Submitted {
  return {kind: 'ok', state};
}

function wrong(why: DisplayText): Submitted {
  return {kind: 'wrong', why};
}
