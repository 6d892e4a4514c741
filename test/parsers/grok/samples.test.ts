import {parser} from '../../../parsers/grok/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
