import {parser} from '../../../parsers/crewai/index.js';
import {describeDetected} from '../common/maybe-samples.js';
import {describeFuzz} from '../common/parser-checks.js';
import {describeTextFuzz} from '../common/text-fuzz.js';

describeDetected(parser);
describeFuzz(parser);
describeTextFuzz(parser);
