import { connect } from 'node:net';
import type { Leashed } from './leash.ts';

const startTimeoutMs = 10_000;

/** Resolves when the server that was started answers on its socket; else it is killed, and the rejection says why. */
export async function untilAnswers(server: Leashed, socket: string, name: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(socket))) {
    if (server.ended || Date.now() > deadline) {
      const how = server.ended ? 'ended at once' : 'did not answer within 10 s';
      server.kill();
      const last = server.output().trim().split('\n').at(-1) ?? '';
      throw new Error(`${name} ${how}: ${last || 'it said nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function answers(socket: string): Promise<boolean> {
  try {
    return (await ask(socket, 'PING', '\n')).startsWith('+PONG');
  } catch {
    // Not listening yet: asked again in a moment.
    return false;
  }
}

/** One inline command over a connection of its own; resolves when the answer holds `until`, or the peer hangs up. */
export function ask(path: string, line: string, until: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(path, () => socket.write(`${line}\r\n`));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (answer.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
