import {detectors} from '../../detect/registry.js';
import {renderHtml} from '../../report/render/html.js';
import {toReportJson} from '../../report/render/json.js';
import {renderJunit} from '../../report/render/junit.js';
import {renderMarkdown} from '../../report/render/markdown.js';
import {drawPlots} from '../../report/render/plots.js';
import {toReportSarif} from '../../report/render/report-sarif.js';
import {toSafeJson} from '../safe-json.js';
import {readTool} from '../tool.js';
import type {GatheredDraft} from './gather-draft.js';

export const REPORT_FORMS = ['md', 'html', 'json', 'sarif', 'junit'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

/** One form of the report, whole. */
export function renderReport(form: ReportForm, gathered: GatheredDraft): string {
  const {draft, sources, input, outline} = gathered;
  switch (form) {
    case 'md':
      return renderMarkdown(draft, sources);
    case 'html':
      return renderHtml(draft, {sources, plots: drawPlots(input, outline)});
    case 'json': {
      const data = toReportJson(draft, sources);
      return `${toSafeJson({schema: 'whatbroke/report/1', tool: readTool(), data}, 2)}\n`;
    }
    case 'sarif':
      return `${toSafeJson(toReportSarif(input, detectors, sources), 2)}\n`;
    case 'junit':
      return renderJunit(input);
  }
}
