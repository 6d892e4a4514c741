import {parser} from '../../../parsers/magentic-one/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
