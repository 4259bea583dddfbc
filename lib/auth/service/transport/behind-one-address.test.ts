import dns from 'node:dns';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { openCallers } from '../testing/callers.ts';

const { asManager, at, openService, listen } = await openCallers();
const grant = { grant: 'x'.repeat(43), purpose: 'sign-in' } as const;
const no = { verdict: 'no' };
const unavailable = { verdict: 'unavailable' };

describe('behind one address', () => {
  /** A load balancer in front of one replica, that treats the first connections as it is told. */
  async function openBalancer(port: number, treat: (client: Socket, index: number) => boolean) {
    let connections = 0;
    const balancer = createServer((client) => {
      if (treat(client, connections++)) return;
      const server = connect(port, '127.0.0.1').on('error', () => client.destroy());
      client.on('close', () => server.destroy()).on('error', () => {});
      server.on('close', () => client.destroy());
      client.pipe(server).pipe(client);
    });
    return { port: await listen(balancer), connections: () => connections };
  }

  it('a connection that is lost before anything was asked on it is tried again', async () => {
    const service = await openService();
    const balancer = await openBalancer(service.port, (client, index) => {
      if (index < 2) client.destroy();
      return index < 2;
    });
    expect(await asManager(at(balancer.port)).ask('redeem-grant', grant)).toEqual(no);
    expect([service.asked.length, balancer.connections()]).toEqual([1, 3]);
  });

  it('one that does not open in time is, too', async () => {
    const service = await openService();
    const balancer = await openBalancer(service.port, (_, index) => index === 0);
    expect(await asManager(at(balancer.port)).ask('redeem-grant', grant)).toEqual(no);
    expect([service.asked.length, balancer.connections()]).toEqual([1, 2]);
  });

  it('where nobody opens, it is not tried for ever', async () => {
    const service = await openService();
    const balancer = await openBalancer(service.port, (client) => {
      client.destroy();
      return true;
    });
    expect(await asManager(at(balancer.port)).ask('redeem-grant', grant)).toEqual(unavailable);
    expect(balancer.connections()).toBe(3);
  });

  it('a question that may have begun is not asked again', async () => {
    const service = await openService();
    const clients: Socket[] = [];
    const balancer = await openBalancer(service.port, (client) => {
      clients.push(client);
      return false;
    });
    service.decideBy(async () => {
      for (const client of clients) client.destroy();
      return { verdict: 'no' };
    });
    const { ask } = asManager(at(balancer.port));
    expect(await ask('redeem-grant', grant)).toEqual(unavailable);
    expect([service.asked.length, balancer.connections()]).toEqual([1, 1]);
  });

  it('one lost answer drops the connections that wait: their replica may be gone', async () => {
    const service = await openService();
    const clients: Socket[] = [];
    let spoke: Socket | undefined;
    const balancer = await openBalancer(service.port, (client) => {
      clients.push(client);
      client.on('data', () => {
        spoke = client;
      });
      return false;
    });
    const { ask } = asManager(at(balancer.port));
    const together = Promise.withResolvers<{ verdict: 'no' }>();
    service.decideBy(() => {
      if (service.asked.length === 5) together.resolve({ verdict: 'no' });
      return together.promise;
    });
    await Promise.all(Array.from({ length: 5 }, () => ask('redeem-grant', grant)));
    const closed = clients.map((client) => new Promise((resolve) => client.once('close', resolve)));
    service.decideBy(async () => {
      spoke?.destroy();
      return { verdict: 'no' };
    });
    expect(await ask('redeem-grant', grant)).toEqual(unavailable);
    await Promise.all(closed);
    expect(balancer.connections()).toBe(5);
  });

  it('a connection is not kept for ever, so that questions come to replicas that began later', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const service = await openService();
    const balancer = await openBalancer(service.port, () => false);
    const { ask } = asManager(at(balancer.port));
    const connectionsAfter = async (minutes: number) => {
      vi.setSystemTime(Date.now() + minutes * 60_000);
      expect(await ask('redeem-grant', grant)).toEqual(no);
      return balancer.connections();
    };
    expect(await connectionsAfter(0)).toBe(1);
    expect(await connectionsAfter(4)).toBe(1);
    expect(await connectionsAfter(2)).toBe(1);
    expect(await connectionsAfter(0)).toBe(2);
  });

  it('the next address of a name is tried where the first has nobody', async () => {
    const service = await openService();
    vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: unknown, found: Found) =>
      found(null, [
        { address: '127.0.0.2', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ])) as never);
    expect(await asManager(service.url).ask('redeem-grant', grant)).toEqual(no);
    expect(service.asked).toHaveLength(1);
  });
  type Found = (error: null, addresses: { address: string; family: number }[]) => void;
});
