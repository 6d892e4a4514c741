import {parser} from '../../../parsers/cursor/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
