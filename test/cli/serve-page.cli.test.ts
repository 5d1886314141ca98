import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { Serving } from '../support/serving.ts';

const browserPath = process.env['HYPERDRIVE_TEST_BROWSER'] ?? '/usr/bin/chromium';
const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!existsSync(browserPath))('the page of a gateway, in a browser', () => {
  const here = new Machine();
  const profile = mkdtempSync(join(tmpdir(), 'hd-page-'));
  let serving: Serving;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    // A unit every 20 s: none comes back while a test runs, or one at most.
    const limit = ['--limit', '12', '--period', '240s', '--algorithm', 'token-bucket', '--deadline', '20s'];
    serving = await Serving.start(here, limit);
    context = await chromium.launchPersistentContext(profile, {
      executablePath: browserPath,
      args: quiet,
      env: { ...here.env, HOME: profile } as Record<string, string>,
    });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${serving.gateways[0]!.url}/`);
  });
  afterAll(async () => {
    await context?.close();
    await serving?.stop();
    await here.dispose();
    rmSync(profile, { recursive: true, force: true });
  });

  const left = () => page.getByRole('progressbar', { name: 'Left of default' });
  const text = (id: string) => page.locator(`#${id}`).innerText();

  it('shows the allowance before anything is sent, and takes nothing by it', async () => {
    await left().waitFor();
    expect(await left().getAttribute('aria-valuemax')).toBe('12');
    expect(await left().getAttribute('aria-valuenow')).toBe('12');
  });

  it('sends a request with the keyboard alone, and shows every header of the answer', async () => {
    await page.locator('#path').focus();
    for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('once');
    await page.keyboard.press('Enter');
    await page.getByText('200: admitted.').waitFor();
    const headers = await text('headers');
    for (const part of [
      'ratelimit-policy',
      '"default";q=12;w=240',
      'ratelimit',
      'r=11',
      'hyperdrive-decided-by',
      'engine',
      'x-content-type-options',
    ])
      expect(headers).toContain(part);
    expect(JSON.parse(await text('body'))).toMatchObject({ allowed: true, path: '/api/resource' });
    await page.locator('[aria-valuenow="11"]').waitFor();
  });

  it('drains with ten at once, and tells when to try again', async () => {
    await page.getByRole('button', { name: 'Send ten at once' }).click();
    await page.getByText('10 of 10 admitted.').waitFor();
    await page.getByRole('button', { name: 'Send ten at once' }).click();
    await page.getByText(/^[12] of 10 admitted\.$/).waitFor();
    await page.locator('[aria-valuenow="0"]').waitFor();
    expect(await page.locator('#log li.no').count()).toBeGreaterThanOrEqual(8);
    await page.getByRole('button', { name: 'Send one' }).click();
    await page.getByText(/^429: refused\. Try again in \d+ s\.$/).waitFor();
    expect(await text('allowance')).toMatch(/0 of 12 left[^]*full again in \d+ s/);
  });

  it('is another caller with another key, whose allowance is full', async () => {
    await page.getByLabel('x-api-key').fill('somebody <b>else</b>');
    await page.getByLabel('x-api-key').blur();
    await page.locator('[aria-valuenow="12"]').waitFor();
  });

  it('reads in the dark and in the light, and on a narrow screen', async () => {
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await ground()).not.toBe(dark);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });

  it('says what becomes of requests while the engine is away', async () => {
    const lonely = await Serving.start(here, ['--url', 'valkey://127.0.0.1:1', '--on-error', 'closed']);
    const other = await context.newPage();
    try {
      await other.goto(`${lonely.gateways[0]!.url}/`);
      await other.getByText('The engine is away, and everything is turned away.').waitFor();
    } finally {
      await other.close();
      await lonely.stop();
    }
  });

  it('asked nobody but its gateway, broke no rule of its own, and complained of refusals alone', () => {
    const { origin } = new URL(serving.gateways[0]!.url);
    expect(asked.filter((url) => new URL(url).origin !== origin && !url.startsWith('data:'))).toEqual([]);
    expect(complaints.filter((line) => !line.includes('429 (Too Many Requests)'))).toEqual([]);
  });
});
