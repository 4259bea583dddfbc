import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { LaunchError } from './launch-error.ts';
import { freePort, requirePort } from './ports.ts';

test('a taken port is one line that names the variable to change', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const asked = requirePort('MAILBOX_PORT', port, '127.0.0.1');
  await expect(asked).rejects.toThrow(LaunchError);
  await expect(asked).rejects.toThrow(`Port ${port} is taken. Set MAILBOX_PORT to a free one.`);
  server.close();
});

test('an address that is not this machine’s is one line that names it', async () => {
  const asked = requirePort('PORT', 3000, '192.0.2.1');
  await expect(asked).rejects.toThrow(LaunchError);
  await expect(asked).rejects.toThrow('PORT 3000 on 192.0.2.1 cannot be used (EADDRNOTAVAIL).');
});

test('a free port is free, and asking does not take it', async () => {
  const port = await freePort();
  await requirePort('PORT', port, '127.0.0.1');
  await requirePort('PORT', port, '127.0.0.1');
});
