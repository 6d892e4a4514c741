import {parser} from '../../../parsers/tau-bench/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
