import {parser} from '../../../parsers/mini-swe-agent/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
