// count-tests.js REPORT EXIT_CODE FAILURES: reads the JSON report of a Vitest run and prints "PASSED FAILED".
// Failed counts, besides failed tests: a file that did not load, a skipped test, a run that failed without a
// failed test or left no report. On the built-in engine a test may be skipped for want of a capability, if its name
// says so: "[needs memory]". What failed and why is told in a line or two each, on stderr and at the end of FAILURES.
import { appendFileSync, readFileSync } from 'node:fs';

const [file, exitCode, failures] = process.argv.slice(2);
const say = (text) => process.stderr.write(`${text}\n`);
const blame = (text) => {
  say(text);
  appendFileSync(failures, `${text}\n`);
};

function count(report) {
  let failed = report.numFailedTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      blame(`not run: ${name}: ${message}`);
      failed++;
    }
    for (const test of assertionResults.filter(({ status }) => status === 'failed')) {
      const why = test.failureMessages.map((text) => text.split('\n').slice(0, 8).join('\n    '));
      blame(
        `failed on ${process.env.HYPERDRIVE_TEST_ENGINE ?? 'nothing'}: ${name}: ${test.fullName}\n    ${why.join('\n    ')}`,
      );
    }
    for (const test of assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed')) {
      // A real server lacks nothing: a test that skips there has misjudged it.
      const allowed =
        process.env.HYPERDRIVE_TEST_ENGINE === 'builtin' && /\[needs [a-z]+\]/.test(test.fullName);
      (allowed ? say : blame)(`skipped${allowed ? '' : ' without a reason'}: ${test.fullName}`);
      if (!allowed) failed++;
    }
  }
  return { passed: report.numPassedTests, failed };
}

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    blame('The run left no report.');
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

const { passed, failed } = count(read());
if (!failed && (exitCode !== '0' || !passed)) blame(`The run failed as a whole, with exit code ${exitCode}.`);
process.stdout.write(`${passed} ${failed || (exitCode === '0' && passed ? 0 : 1)}\n`);
