import {parser} from '../../../parsers/kimi/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
