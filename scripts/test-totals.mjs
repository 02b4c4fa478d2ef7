// node scripts/test-totals.mjs REPORT TESTS CHECK: adds up vitest's JSON report over all projects and prints, alone on a
// line, `N passed, N failed`. TESTS and CHECK are the exit codes of `npm test` and `npm run check`; a check that failed
// counts as one. Exits with 1 when anything failed.
import { readFileSync } from 'node:fs'

const [report, testsStatus, checkStatus] = process.argv.slice(2)
const tests = totals(readReport())
const failed = tests.failed + (checkStatus === '0' ? 0 : 1)
console.log(`${tests.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** Null when the run ended before it could report. */
function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return null
  }
}

function totals(results) {
  if (!results) return { passed: 0, failed: 1 }
  // A file that does not load has no test to fail.
  const unloaded = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = results.numFailedTests + unloaded.length
  // An error outside every test fails the run too.
  return { passed: results.numPassedTests, failed: failed === 0 && testsStatus !== '0' ? 1 : failed }
}
