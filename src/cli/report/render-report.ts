import {toReportJson} from '../../report/render/json.js';
import {renderMarkdown} from '../../report/render/markdown.js';
import {toSafeJson} from '../safe-json.js';
import {readTool} from '../tool.js';
import type {GatheredDraft} from './gather-draft.js';

export const REPORT_FORMS = ['md', 'json'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

/** One form of the report, whole. */
export function renderReport(form: ReportForm, {draft, sources}: GatheredDraft): string {
  switch (form) {
    case 'md':
      return renderMarkdown(draft, sources);
    case 'json': {
      const data = toReportJson(draft, sources);
      return `${toSafeJson({schema: 'whatbroke/report/1', tool: readTool(), data}, 2)}\n`;
    }
  }
}
