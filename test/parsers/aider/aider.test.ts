import {parser} from '../../../parsers/aider/index.js';
import {describeDetected} from '../common/maybe-samples.js';
import {describeTextFuzz} from '../common/text-fuzz.js';

describeDetected(parser);
describeTextFuzz(parser);
