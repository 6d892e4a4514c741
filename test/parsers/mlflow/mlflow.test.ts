import {parser} from '../../../parsers/mlflow/index.js';
import {describeCounts, describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
describeCounts(parser);
