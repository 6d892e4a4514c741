import {parser} from '../../../parsers/antigravity/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
