import path from 'node:path';

interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

// Of a difference between two long values the first lines say enough; the rest stands above.
const told = 600;

/**
 * Which tests failed and why, two lines or more for each.
 *
 * @param report of Vitest's `json` reporter; empty where it wrote none.
 */
export function listFailures(report: string): string {
  if (!report) return '  It ended before it could say which test failed.';
  const { testResults } = JSON.parse(report) as Report;
  const lines = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = path.relative(process.cwd(), name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`  ${file}\n    ${message.slice(0, told)}`];
      return failed.map(
        ({ fullName, failureMessages }) =>
          `  ${file} › ${fullName.trim()}\n    ${own(failureMessages).slice(0, told)}`,
      );
    });
  return lines.join('\n') || '  No test failed: an error outside of all tests did, told above.';
}

/** Without the lines of a stack that lead through packages. */
function own(messages: string[]): string {
  const lines = messages.join('\n').split('\n');
  return lines.filter((line) => !/^\s*at .*(node_modules|new Promise)/.test(line)).join('\n');
}
