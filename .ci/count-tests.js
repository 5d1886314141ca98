// count-tests.js REPORT EXIT_CODE: reads the JSON report of a Vitest run and prints "PASSED FAILED".
// Failed counts, besides failed tests: a file that did not load, a skipped test, a run that failed without a
// failed test or left no report. On the built-in engine a test may be skipped for want of a capability, if its name
// says so: "[needs memory]".
import { readFileSync } from 'node:fs';

const [file, exitCode] = process.argv.slice(2);
const say = (text) => process.stderr.write(`${text}\n`);

function count(report) {
  let failed = report.numFailedTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      say(`not run: ${name}: ${message}`);
      failed++;
    }
    for (const test of assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed')) {
      // A real server lacks nothing: a test that skips there has misjudged it.
      const allowed =
        process.env.HYPERDRIVE_TEST_ENGINE === 'builtin' && /\[needs [a-z]+\]/.test(test.fullName);
      say(`skipped${allowed ? '' : ' without a reason'}: ${test.fullName}`);
      if (!allowed) failed++;
    }
  }
  return { passed: report.numPassedTests, failed };
}

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    say('The run left no report.');
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

const { passed, failed } = count(read());
if (!failed && (exitCode !== '0' || !passed)) say(`The run failed as a whole, with exit code ${exitCode}.`);
process.stdout.write(`${passed} ${failed || (exitCode === '0' && passed ? 0 : 1)}\n`);
