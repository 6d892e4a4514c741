import {parser} from '../../../parsers/openhands/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
