import {call} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {object, text} from '../../lib/schema.mjs';

/** The operator ends the run at so many hand-overs. */
const STOP_AFTER = 26;
const ASK_SHIPPING = {reason: 'Shipping must confirm the return before the refund.'};
const ASK_BILLING = {reason: 'Billing must confirm the refund before the return is closed.'};

/**
 * Billing waits for shipping, shipping waits for billing, both by their instructions. In the twin
 * the return is recorded as received, so shipping confirms it and billing pays back.
 */
function setUp(variant, {stop}) {
  let handovers = 0;
  const returned = variant === 'healthy';
  const tools = {
    billing: {
      name: 'get_order',
      description: 'An order with its payments.',
      schema: object({order: text('Order number')}),
      run: ({order}) => {
        advance(190);
        return {order, paid: 'card', refund: 'not started'};
      },
    },
    pay: {
      name: 'start_refund',
      description: 'Pay an order back.',
      schema: object({order: text('Order number')}),
      run: ({order}) => {
        advance(510);
        return {order, refund: 'started', reference: 'RF-2231'};
      },
    },
    shipping: {
      name: 'get_return',
      description: 'The return of an order.',
      schema: object({order: text('Order number')}),
      run: ({order}) => {
        advance(170);
        return {order, parcel: returned ? 'received, complete' : 'announced'};
      },
    },
  };
  const brain = async ({agent, messages}) => {
    const used = (name) =>
      messages.some((message) => message.calls?.some((one) => one.name === name));
    const handover = async (to, args) => {
      handovers++;
      if (handovers === STOP_AFTER) await stop('stopped by the operator');
      return {
        ...(handovers === 1 ? {mark: 'handover'} : {}),
        calls: [call(`transfer_to_${to}`, args)],
      };
    };
    if (agent === 'billing') {
      if (!used('get_order'))
        return {text: 'I look at the order.', calls: [call('get_order', {order: 'A-77120'})]};
      const confirmed = messages.some(
        ({role, text: said}) => role === 'tool' && /received, complete/.test(said),
      );
      if (used('start_refund')) return {text: 'The order A-77120 is paid back, reference RF-2231.'};
      if (confirmed) return {calls: [call('start_refund', {order: 'A-77120'})]};
      return handover('shipping', ASK_SHIPPING);
    }
    if (!used('get_return'))
      return {text: 'I look at the return.', calls: [call('get_return', {order: 'A-77120'})]};
    return handover(
      'billing',
      returned ? {reason: 'The return is received and complete.'} : ASK_BILLING,
    );
  };
  return {
    agents: [
      {
        name: 'billing',
        instructions:
          'You are billing. You pay back an order when shipping has confirmed its return. If you need another team, hand over.',
        tools: [tools.billing, tools.pay],
        handsOverTo: ['shipping'],
      },
      {
        name: 'shipping',
        instructions:
          'You are shipping. You close a return when billing has confirmed its refund. If you need another team, hand over.',
        tools: [tools.shipping],
        handsOverTo: ['billing'],
      },
    ],
    brain,
  };
}

export const story = {
  recordings: [
    {framework: 'openai-agents', exporter: 'processor'},
    {framework: 'langgraph', exporter: 'openinference'},
    {framework: 'langgraph', exporter: 'langsmith'},
  ],
  start: {incident: '2026-10-06T09:41:00.000Z', healthy: '2026-10-05T09:41:00.000Z'},
  service: 'returns',
  user: 'Where is the refund for order A-77120? I sent everything back.',
  drive: (given) => given.framework.runTeam(given),
  truth: {
    title: 'Two agents hand over to each other for ever',
    demo: 'openai-agents-processor',
    planted:
      'Billing waits for shipping and shipping waits for billing; each hands over with the same reason, 25 times, until the operator ends it. No tool is asked again.',
    healthyBecause:
      'The parcel is recorded as received: shipping says so in its hand-over, billing pays back. Two hand-overs.',
    expect: [
      {
        rule: 'handoff/handoff-cycle',
        onset: 'handover',
        why: 'the same two messages round and round',
        within: 4,
      },
    ],
    silentBefore: 'handover',
  },
  setUp,
};
