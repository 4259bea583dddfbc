import { build } from './build.ts';
import { LaunchError } from './launch-error.ts';

// What `npm start` would build first, alone: for an image, whose file system is read-only once it runs.
try {
  await build((words) => process.stdout.write(`${words}\n`));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
