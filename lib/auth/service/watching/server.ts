import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than a database that is well ever takes, shorter than whoever asks waits. */
const answerWithinMs = 2_000;

export interface Watched {
  /** In Prometheus' text format. */
  metrics: () => Promise<string>;
  /** Whether questions can be decided at this moment. */
  isReady: () => Promise<boolean>;
}

interface Page {
  status: number;
  type: string;
  text: string;
}

const plain = (status: number, text: string): Page => ({ status, type: 'text/plain', text });

/**
 * What watches the service asks here, on an address apart from the one where it decides: `/metrics`,
 * `/health` and `/ready`, by GET, and nothing else. It tells figures and states, and takes nothing.
 */
export function openWatchServer({ metrics, isReady }: Watched): Server {
  const pages = new Map<string, () => Promise<Page>>([
    ['/health', async () => plain(200, 'alive\n')],
    ['/ready', shared(async () => ((await isReady()) ? plain(200, 'ready\n') : notNow))],
    ['/metrics', shared(async () => ({ status: 200, type: metricsType, text: await metrics() }))],
  ]);
  const server = createServer(
    {
      maxHeaderSize: 4_096,
      headersTimeout: 2_000,
      requestTimeout: 2_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      const page = request.url === undefined ? undefined : pages.get(request.url);
      // A body is nothing we read: who sends one is answered and hung up on.
      if (request.headers['content-length'] || request.headers['transfer-encoding']) {
        response.setHeader('connection', 'close');
      }
      if (request.method !== 'GET') {
        response.setHeader('allow', 'GET');
        return send(response, plain(405, 'only GET\n'));
      }
      if (!page) return send(response, plain(404, 'nothing here\n'));
      void within(page()).then((made) => send(response, made));
    },
  );
  server.maxConnections = 32;
  return server;
}

const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
const notNow = plain(503, 'not ready\n');

// While a database hangs, one question waits for it and not one for each that asks: the pool is for deciding.
function shared<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return () => {
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  };
}

async function within(page: Promise<Page>): Promise<Page> {
  const late = new AbortController();
  try {
    return await Promise.race([
      page,
      wait(answerWithinMs, notNow, { signal: late.signal, ref: false }),
    ]);
  } catch {
    return notNow;
  } finally {
    late.abort();
  }
}

function send(response: ServerResponse, { status, type, text }: Page): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
