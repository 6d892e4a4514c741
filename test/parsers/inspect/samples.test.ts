import {parser} from '../../../parsers/inspect/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
