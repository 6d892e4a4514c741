import {brainOf, call, lastResult} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {object, text} from '../../lib/schema.mjs';

const MEMBERS = [
  'a.keller',
  'b.novak',
  'c.okafor',
  'd.lindqvist',
  'e.moreau',
  'f.tanaka',
  'g.silva',
  'h.weber',
  'i.rossi',
  'j.haddad',
  'k.jensen',
  'l.costa',
];
const NOTICE = 'The pool is closed on Saturday for cleaning. Lessons move to Sunday, same time.';
/** How often the same member is written to before the agent says that it is done. */
const SENDS = 14;

/**
 * A club office sends one notice to twelve members. The list tool pages with a cursor; in the
 * incident the cursor is ignored, so that every page is the first, and the first member gets the
 * notice again with every page. Each send succeeds. In the twin the list moves on.
 */
function setUp(variant) {
  let sent = 0;
  const tools = [
    {
      name: 'next_member',
      description: 'The next member of a list who has not confirmed.',
      schema: object({list: text('List')}),
      run: ({list}) => {
        advance(90);
        const at = variant === 'healthy' ? Math.min(sent, MEMBERS.length) : 0;
        return MEMBERS[at] === undefined ? {list, member: null} : {list, member: MEMBERS[at]};
      },
    },
    {
      name: 'send_message',
      description: 'Send a message to a member. It is sent at once.',
      schema: object({to: text('Member'), text: text('Message')}),
      run: ({to}) => {
        advance(260);
        sent++;
        return {ok: true, to, status: 'sent'};
      },
    },
  ];
  function* script() {
    for (let n = 0; ; n++) {
      const request = yield {
        text: n === 0 ? 'I ask who is next.' : '',
        calls: [call('next_member', {list: 'swimmers'})],
      };
      const {member} = lastResult(request);
      if (member === null) return {text: 'All members have the notice.'};
      if (n === SENDS) return {text: `Done: ${SENDS} notices sent.`};
      yield {
        ...(n === 0 ? {mark: 'send'} : {}),
        calls: [call('send_message', {to: member, text: NOTICE})],
      };
    }
  }
  return {
    agents: [
      {
        name: 'club-office',
        instructions:
          'You are club-office. Send the notice to each member of the list who has not confirmed, until none is left.',
        tools,
      },
    ],
    brain: brainOf(script),
  };
}

export const story = {
  recordings: [
    {framework: 'openai-agents', exporter: 'processor'},
    {framework: 'langgraph', exporter: 'openinference'},
    {framework: 'vercel-ai', exporter: 'otel'},
  ],
  start: {incident: '2026-06-18T16:30:00.000Z', healthy: '2026-06-11T16:30:00.000Z'},
  service: 'club-office',
  user: `Tell all swimmers: ${NOTICE}`,
  truth: {
    title: 'The same message sent fourteen times, and every call succeeds',
    demo: 'openai-agents-processor',
    planted:
      'The list does not move on: the same member is "next" every time, and gets the same message fourteen times. Every call succeeds, the run ends as done.',
    healthyBecause: 'The list moves on: twelve members, twelve messages, the same text.',
    expect: [
      {
        rule: 'loop/cycle',
        onset: 'send',
        why: 'the same member asked for and written to, lap after lap',
      },
      {
        rule: 'governance/repeated-side-effect',
        onset: 'send',
        why: 'a message that was sent is sent again: worse than a wasted call',
      },
    ],
    allow: ['loop/exact-repeat'],
  },
  setUp,
};
