// Writes more than a pipe holds, many times; tells on stderr how it ended.
import {createOutput, OutputClosed} from '../../dist/src/cli/output.js';

const output = createOutput({
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  noColor: true,
});
try {
  for (let at = 0; at < 40; at++) await output.data('x'.repeat(256 * 1024));
  process.stderr.write('whole\n');
} catch (error) {
  process.stderr.write(error instanceof OutputClosed ? 'closed\n' : `${String(error)}\n`);
}
