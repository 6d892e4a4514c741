import {parser} from '../../../parsers/droid/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
