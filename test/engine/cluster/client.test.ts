import { describe, expect, it } from 'vitest';
import { clusterFailure } from '../../../src/engine/cluster/client.ts';
import { ReplyError, SlotUnserved } from '../../../src/engine/port.ts';
import { parseServerUrl } from '../../../src/engine/url.ts';

const url = parseServerUrl('valkey://127.0.0.1:7000,127.0.0.1:7001,127.0.0.1:7002');

/** As the driver has it: a node's answer, or what it says when it has been sent on too often. */
function told(message: string, name = 'ReplyError'): Error {
  return clusterFailure(Object.assign(new Error(message), { name }), url);
}
const tooMany = 'Too many Cluster redirections. Last error: ';

describe('what a node says', () => {
  it.each([
    ['CLUSTERDOWN Hash slot not served', 'CLUSTERDOWN Hash slot not served'],
    [`${tooMany}ReplyError: MOVED 42 127.0.0.1:7000`, 'MOVED 42 127.0.0.1:7000'],
    [`${tooMany}Error: Connection is closed.`, 'Connection is closed'],
  ])('is that nobody serves the slot: %s', (message, last) => {
    const failed = told(message, message.startsWith(tooMany) ? 'Error' : 'ReplyError');
    expect(failed).toBeInstanceOf(SlotUnserved);
    expect(failed).toMatchObject({
      last,
      message: `Nobody in the cluster at valkey://127.0.0.1:7000 and 2 more answers for this slot now (${last}). A failover takes a second or two: run the command again.`,
    });
  });

  const tryAgain = 'TRYAGAIN Multiple keys request during rehashing of slot';
  it.each([tryAgain, `${tooMany}ReplyError: ${tryAgain}`])(
    'is no failover while a slot is moved: %s',
    (message) => {
      const failed = told(message);
      expect(failed).toBeInstanceOf(ReplyError);
      expect(failed.message).toBe(tryAgain);
    },
  );

  it('is told as it stands where it is about the command', () =>
    expect(told('WRONGTYPE Operation against a key')).toEqual(
      new ReplyError('WRONGTYPE Operation against a key'),
    ));
});
