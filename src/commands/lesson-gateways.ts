import type { Deps } from '../deps.ts';
import type { Gateways } from '../gateway/instance/start.ts';

/** The gateways that run behind a lesson: at most those of one `serve`. */
export interface LessonGateways {
  /** Starts them as `Deps.startGateways` does, and ends those that ran before. */
  start: Deps['startGateways'];
  /** Where they are; nowhere until a step has served. */
  urls(): readonly string[];
  /** Has them send what they have counted: who asks for it next finds all of it. */
  settle(): Promise<void>;
  /** A step begins anew: nothing is served any more. */
  rest(): void;
  stop(): Promise<void>;
}

/**
 * Keeps a lesson's gateways. Whoever enters a step plays all steps before it again: processes that would be started just as
 * they are go on then, with nothing in their memory.
 */
export function keepGateways(startGateways: Deps['startGateways']): LessonGateways {
  let kept: { gateways: Gateways; settings: string } | null = null;
  let serving = false;
  const stop = async (): Promise<void> => {
    const { gateways } = kept ?? {};
    kept = null;
    serving = false;
    await gateways?.stop();
  };
  return {
    async start(settings, told) {
      const asked = JSON.stringify(settings);
      if (kept?.settings !== asked || !(await kept.gateways.reset())) {
        await stop();
        kept = { gateways: await startGateways(settings, told), settings: asked };
      }
      serving = true;
      return kept.gateways;
    },
    urls: () => (serving && kept ? kept.gateways.all.map(({ url }) => url) : []),
    async settle() {
      await kept?.gateways.settle();
    },
    rest() {
      serving = false;
    },
    stop,
  };
}
