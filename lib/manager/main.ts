import path from 'node:path';
import { environment } from './environment.ts';
import { createManagerServer } from './server.ts';

const settings = environment();
const server = await createManagerServer(settings, path.resolve(import.meta.dirname, '../..'));
server.listen(settings.port, settings.host, () => process.send?.({ type: 'ready' }));
server.once('error', (error) => {
  process.stderr.write(`The manager cannot listen: ${error.message}\n`);
  process.exit(1);
});

function stop() {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 3_000).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
