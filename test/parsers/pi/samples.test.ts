import {parser} from '../../../parsers/pi/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
