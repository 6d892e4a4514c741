import {parser} from '../../../parsers/zipkin/index.js';
import {describeRealLogs} from '../common/check-real-logs.js';

describeRealLogs(parser, 'zipkin');
