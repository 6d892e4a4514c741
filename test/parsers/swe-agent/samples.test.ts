import {parser} from '../../../parsers/swe-agent/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
