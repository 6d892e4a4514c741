import {describeAnalysisStore} from '../helpers/analysis-store-contract.js';
import {MemoryAnalysisStore} from '../helpers/memory-analysis-store.js';

describeAnalysisStore('in memory', () => {
  const store = new MemoryAnalysisStore();
  return {
    store,
    add: (facts) => {
      store.add(facts);
    },
    close: () => undefined,
  };
});
