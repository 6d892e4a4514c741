import {describe, expect, test} from '@jest/globals';
import {toFindingId, toRuleId} from '../../../src/model/ids.js';
import {buildVerdict} from '../../../src/report/verdict/build-verdict.js';
import {layoutVerdict} from '../../../src/report/verdict/layout-verdict.js';
import type {JudgedRun, VerdictInput} from '../../../src/report/verdict/verdict-input.js';
import {lineText, lineWidth} from '../../../src/text/spans.js';
import {makeFinding, makeSummary} from '../../helpers/judged-run.js';

const broken: JudgedRun = {
  summary: makeSummary(),
  findings: [makeFinding()],
  since: {
    step: 148,
    kind: 'tool',
    name: 'edit_file',
    startUs: Date.UTC(2026, 2, 3, 2, 47) * 1000,
    source: 'logs/a.jsonl',
    at: {kind: 'bytes', offset: 1200, length: 900, line: 12, pointer: '/resourceSpans/0'},
  },
};

function input(runs: readonly JudgedRun[], fields: Partial<VerdictInput> = {}): VerdictInput {
  return {
    runs,
    records: {present: 19, read: 19, refused: 0},
    diagnostics: [],
    rules: 5,
    caseOption: '',
    ...fields,
  };
}

function print(verdict: VerdictInput, width = 80): string {
  return layoutVerdict(buildVerdict(verdict), width).map(lineText).join('\n');
}

describe('verdict', () => {
  test('tells what broke, since when, how much, and what to type next', () => {
    expect(print(input([broken]))).toMatchInlineSnapshot(`
     "x critical: loop/cycle in release (run-1)
       \`edit_file\`, \`run_tests\`, \`read_file\` were called 22 times in turn

       since       step 149 of 280: edit_file, 2026-03-03 02:47:00.000Z
                   logs/a.jsonl, line 12, bytes 1200-2100, /resourceSpans/0
       repeats     22 laps of 3 calls each, to the end of the run
       unchanged   the arguments and the results of all three calls
       last news   step 154: nothing new after it
       used        132 of 280 calls (47%)
                   245k of 400k tokens (61%)
                   4m 00s of 10m 00s (40%)
       confidence  high: results are recorded and equal
       benign?     not test-after-edit: every edit and every answer is the same
       ending      a limit stopped it
                   the run failed, says span status
       cannot see  why the model chose as it did: a log holds what was done
       data        19 records read + 0 refused = 19 present

       $ whatbroke replay --run run-1
       $ whatbroke show f0e1d2c3b4a59687"
    `);
  });

  test('is calm about a healthy run and says what was checked', () => {
    const healthy = {summary: makeSummary({errors: 0}), findings: []};
    expect(print(input([healthy]))).toMatchInlineSnapshot(`
     "- no finding in release (run-1)
       280 steps checked by 5 rules; no call failed. No loop, recursion or retry
       storm was seen; slow work that changes at each step is not something these
       rules can see.

       cannot see  why the model chose as it did: a log holds what was done
       data        19 records read + 0 refused = 19 present

       $ whatbroke tree --run run-1"
    `);
  });

  test('lists several runs worst first, one line each', () => {
    const mild: JudgedRun = {
      summary: makeSummary({id: 'run-2', name: undefined}),
      findings: [
        makeFinding({
          id: toFindingId('aa'),
          rule: toRuleId('retry/retry-storm'),
          severity: 'warning',
        }),
      ],
    };
    const healthy: JudgedRun = {summary: makeSummary({id: 'run-0'}), findings: []};
    const text = print(input([healthy, mild, broken]));
    expect(text.split('\n').slice(0, 5)).toMatchInlineSnapshot(`
     [
       "2 of 3 runs have findings, worst first",
       "x critical  loop/cycle  step 149 of release (run-1)",
       "! warning  retry/retry-storm  step 149 of run-2",
       "- no finding  release (run-0), 280 steps",
       "",
     ]
    `);
  });

  test('says what the log cannot show', () => {
    const blind = {
      ...broken,
      summary: makeSummary({
        outcome: {value: 'unknown', saidBy: 'nobody'},
        timeBasis: 'none',
        startUs: undefined,
        endUs: undefined,
        inputTokens: undefined,
        outputTokens: undefined,
      }),
    };
    const text = print(
      input([blind], {
        records: {present: 20, read: 19, refused: 1},
        diagnostics: [
          {code: 'torn-last-line', severity: 'data-loss', count: 1, example: 'cut at byte 9'},
        ],
      }),
    );
    expect(text.slice(text.indexOf('  cannot see'))).toMatchInlineSnapshot(`
     "  cannot see  what stood in 1 record that could not be read
                   whether the work succeeded: no record says so
                   when: the log has no times
                   tokens: none are reported
                   why the model chose as it did: a log holds what was done
       data        19 records read + 1 refused = 20 present
                   data-loss torn-last-line: cut at byte 9

       $ whatbroke replay --run run-1
       $ whatbroke show f0e1d2c3b4a59687"
    `);
  });

  test('fits any width, and hostile names stay on their line and out of the shell', () => {
    const hostile: JudgedRun = {
      ...broken,
      summary: makeSummary({id: "a'; rm -rf \u001b[2J", name: '\u202eevil\nname'.repeat(50)}),
    };
    for (const width of [40, 80, 200]) {
      for (const line of layoutVerdict(buildVerdict(input([hostile])), width)) {
        const isCommand = lineText(line).startsWith('  $ ');
        if (!isCommand) expect(lineWidth(line)).toBeLessThanOrEqual(width);
        expect(lineText(line)).not.toMatch(/[\u0000-\u001f\u202e]/);
      }
    }
    expect(print(input([hostile]))).toContain(`--run 'a'\\''; rm -rf`);
  });

  test('states no amount of money', () => {
    expect(print(input([broken]))).not.toMatch(/[$€£]\s?\d|cost|dollar/i);
  });
});
