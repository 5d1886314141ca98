import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';

const here = new Machine();
afterAll(() => here.dispose());

describe('the command line', () => {
  it.each([
    [['jump'], /Which ship\? Name one: tardis, falcon/],
    [['jump', 'nobody'], /no ship "nobody".*tardis, falcon.*--limit and --period/],
    [['jump', 'a b'], /ship's name/],
    [['jump', 'enterprise', '--ship', 'kobayashi'], /Two ships/],
    [['jump', 'enterprise', '--limit', '0'], /whole number, 1 or more/],
    [['jump', 'enterprise', '--limit', '10001'], /its limit is 10,000 at most/],
    [['jump', 'enterprise', '--period', '60'], /duration such as/],
    [['jump', 'enterprise', '--cost', '-1'], /--cost is 0 or more, and -1 is less/],
    [['burst', 'enterprise', '--cost=-5'], /--cost is 0 or more, and -5 is less/],
    [['jump', 'enterprise', '--cost', 'some'], /whole number\./],
    [['jump', 'enterprise', '--algorithm', 'nope'], /no algorithm "nope".*sliding-window-log/],
    [['jump', 'enterprise', '--capacity', '3'], /--capacity is for buckets/],
    [['jump', 'kobayashi', '--cost', '2'], /it knows no cost/],
    [['jump', 'falcon', '--skew', '2m'], /--skew makes no difference to token-bucket/],
    [['jump', 'enterprise', '--script', '/nowhere.lua'], /no such file/],
    [['jump', 'enterprise', '--namespace', 'a:b'], /namespace must be/],
    [['jump', 'enterprise', '--nope'], /unknown option '--nope'/],
    [['jmup'], /no command "jmup"\. Did you mean jump/],
    [['warp', '100000000d'], /too far/],
    [['clock', 'nonsense'], /Allowed choices are show, hold, live/],
    [['jump', 'enterprise', '--url', ''], /--url is empty/],
    [['jump', 'enterprise', '--url', 'unix:/x%zz'], /percent-encoding/],
    [['warp', 'soon'], /"soon" is no duration/],
    [['jump', 'enterprise', '--url', 'http://x'], /valkey:\/\//],
    [['jump', 'enterprise', '--url', 'unix:/x', '--engine', 'builtin'], /contradict/],
  ])('refuses %j (exit 2)', async (args, message) => {
    const { code, stderr, stdout } = await here.run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('leaves the clock live where a warp is refused', async () => {
    await here.run(['warp', '100000000d']);
    expect((await here.json(['clock']))[0]).toMatchObject({ clock: { mode: 'live' } });
  });
});
