import {createFakeReader} from '../helpers/fake-reader.js';
import {checkReaderContract} from './reader-contract.js';

checkReaderContract('fake reader', () =>
  Promise.resolve({
    reader: createFakeReader({steps: 500, loop: {from: 40, laps: 20}, errorEvery: 50}),
    runId: 'run-1',
  }),
);
