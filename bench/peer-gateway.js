/**
 * One of those that the gateway is measured beside: a bare Fastify app on any port, whose one route is limited by a library.
 * `node bench/peer-gateway.js none|fastify-rate-limit|rate-limiter-flexible SOCKET`; its first line is its URL.
 */
import Fastify from 'fastify';
import { Redis } from 'iovalkey';

const [, , name, socket] = process.argv;
const max = 1_000_000_000;
const seconds = 60;
const callerOf = ({ headers }) => String(headers['x-api-key']);

const limiters = {
  none: async () => {},

  async 'fastify-rate-limit'(app) {
    const { default: rateLimit } = await import('@fastify/rate-limit');
    await app.register(rateLimit, {
      max,
      timeWindow: seconds * 1_000,
      redis: new Redis({ path: socket }),
      nameSpace: 'hyperdrive:{bench}:fastify-',
      keyGenerator: callerOf,
    });
  },

  async 'rate-limiter-flexible'(app) {
    const { default: flexible } = await import('rate-limiter-flexible');
    const limiter = new flexible.RateLimiterValkey({
      storeClient: new Redis({ path: socket }),
      points: max,
      duration: seconds,
      keyPrefix: 'hyperdrive:{bench}:flexible',
    });
    app.addHook('onRequest', async (request, reply) => {
      const { remainingPoints, msBeforeNext } = await limiter.consume(callerOf(request));
      reply.headers({
        'X-RateLimit-Limit': max,
        'X-RateLimit-Remaining': remainingPoints,
        'X-RateLimit-Reset': Math.ceil(msBeforeNext / 1_000),
      });
    });
  },
};

const app = Fastify();
await limiters[name](app);
app.get('/api/resource', async () => ({ path: '/api/resource', allowed: true }));
console.log(JSON.stringify({ url: await app.listen({ host: '127.0.0.1', port: 0 }) }));
process.on('SIGTERM', () => process.exit());
