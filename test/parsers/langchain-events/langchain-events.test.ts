import {parser} from '../../../parsers/langchain-events/index.js';
import {describeDetected} from '../common/maybe-samples.js';
import {describeFuzz} from '../common/parser-checks.js';

describeDetected(parser);
describeFuzz(parser);
