import {parser} from '../../../parsers/hermes/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
