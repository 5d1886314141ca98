import type { InstanceSettings } from '../../src/gateway/instance/settings.ts';
import { policyOf } from '../support/gateway.ts';

const settings: InstanceSettings = {
  instance: 1,
  host: '127.0.0.1',
  port: 0,
  orNext: false,
  server: null,
  record: false,
  decider: {
    prefix: 'hyperdrive:gateway:',
    store: 'memory',
    onError: 'local',
    deadlineMs: 250,
    localShare: 1,
    cacheDenials: false,
  },
  routes: [{ path: '/*', cost: 1, policies: [policyOf('one', { limit: 1, periodMs: 3_600_000 })] }],
  keyHeader: 'x-api-key',
  secret: 'test',
  trustProxy: null,
  drainMs: 1_000,
};

/** What a gateway is told, for tests: one an hour, in memory, unless told otherwise. */
export function settingsOf(change: Partial<InstanceSettings> = {}): InstanceSettings {
  return { ...settings, ...change };
}
