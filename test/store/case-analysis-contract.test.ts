import {CaseAnalysis} from '../../src/store/case-analysis.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {describeAnalysisStore} from '../helpers/analysis-store-contract.js';
import {ingest} from './memory-source.js';

describeAnalysisStore('case', () => {
  const writer = CaseWriter.open(':memory:');
  let sources = 0;
  return {
    store: new CaseAnalysis(writer.db),
    add: async (facts) => {
      await ingest(writer, {path: `/logs/${String(sources++)}`, text: 'x', facts});
    },
    close: () => {
      writer.close();
    },
  };
});
