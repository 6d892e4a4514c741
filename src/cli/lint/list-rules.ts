import {lintRules} from '../../report/lint/registry.js';
import {span, type Line} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import {readFlag} from '../arguments.js';
import type {CommandContext} from '../command.js';
import {writeJson} from '../json-output.js';
import {printLines} from '../view/print-lines.js';

const MAX_LINES = 6;

export async function listRules({args, output}: CommandContext): Promise<void> {
  if (readFlag(args, 'json')) {
    const rules = lintRules.map(({id, severity, title, reason, better}) => ({
      id,
      severity,
      title,
      reason,
      better,
    }));
    await writeJson(output, 'lint', {rules});
    return;
  }
  const lines: Line[] = [];
  for (const {id, severity, title, reason, better} of lintRules) {
    lines.push([
      span('strong', visible(id)),
      span('muted', show`  ${visible(severity)}  ${visible(title)}`),
    ]);
    for (const text of [reason, `better: ${better}`]) {
      for (const part of wrapLine(visible(text), output.width - 2, MAX_LINES)) {
        lines.push([span('plain', show`  ${part}`)]);
      }
    }
    lines.push([span('plain', literal(''))]);
  }
  await printLines(output, lines);
}
