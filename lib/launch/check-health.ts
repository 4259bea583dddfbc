import { argv } from 'node:process';

// Asks one address on this machine whether the process behind it is well, for a container's health check.
const [, , address = ''] = argv;
try {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(3_000) });
  process.exitCode = answer.status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
