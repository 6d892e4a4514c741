import {parser} from '../../../parsers/any-agent/index.js';
import {describeRealLogs} from '../common/check-real-logs.js';

describeRealLogs(parser, 'any-agent');
