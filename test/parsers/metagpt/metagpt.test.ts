import {parser} from '../../../parsers/metagpt/index.js';
import {describeDetected} from '../common/maybe-samples.js';
import {describeTextFuzz} from '../common/text-fuzz.js';

describeDetected(parser);
describeTextFuzz(parser);
