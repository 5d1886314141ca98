import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GatewayOptions {
  limit?: number;
  periodMs?: number;
  /** What is told instead, of the nth request from 1; `hang up` ends the connection. */
  instead?(request: number): { status: number; headers?: Record<string, string> } | 'hang up' | null;
}

/** A gateway that counts in its own memory and for ever, and answers as the draft says. */
export class GatewayDouble {
  readonly requests: { path: string; headers: IncomingMessage['headers'] }[] = [];
  private readonly used = new Map<string, number>();

  readonly url: string;
  private readonly server: Server;

  private constructor(server: Server, { limit = 5, periodMs = 60_000, instead }: GatewayOptions) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const seconds = periodMs / 1_000;
    server.on('request', (request: IncomingMessage, response) => {
      this.requests.push({ path: request.url!, headers: request.headers });
      const other = instead?.(this.requests.length) ?? null;
      if (other === 'hang up') return void request.socket.destroy();
      if (other) return void response.writeHead(other.status, other.headers).end();
      const caller = String(request.headers['x-api-key']);
      const used = (this.used.get(caller) ?? 0) + 1;
      this.used.set(caller, used);
      const allowed = used <= limit;
      response
        .writeHead(allowed ? 200 : 429, {
          'RateLimit-Policy': `"default";q=${limit};w=${seconds}`,
          RateLimit: `"default";r=${Math.max(0, limit - used)};t=${seconds}`,
          ...(allowed ? {} : { 'Retry-After': String(seconds) }),
        })
        .end(allowed ? 'made it' : 'quota exceeded');
    });
  }

  static async start(options: GatewayOptions = {}): Promise<GatewayDouble> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new GatewayDouble(server, options);
  }

  /** Connections that were opened so far and are open still. */
  connections(): Promise<number> {
    return new Promise((settle, reject) => {
      this.server.getConnections((error, count) => (error ? reject(error) : settle(count)));
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((settle) => void this.server.close(() => settle()));
  }
}
