import type { Browser, BrowserContext, Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.mjs';
import { RuleEvaluation } from '../../src/alerts/index.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline } from '../../src/pipeline/index.js';
import { addDays, type Day, dayRange } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { hasBrowser, startBrowser, violationsOf } from './browser.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const LAST_DAY = '2026-06-30' as Day;
const HOSTILE = '<img src=x onerror="window.hurt=1">';
const WIDTHS = [390, 768, 1440];
/** Set to look at the pages: where their pictures go. */
const PICTURES = process.env['DASHBOARD_PICTURES'];

describe.skipIf(!hasBrowser)('the dashboard in a browser', () => {
  let running: RunningApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let cardId: string;
  const wrong: string[] = [];

  beforeAll(async () => {
    ensureBuilt();
    running = await startApp({ FORECAST_HORIZON_DAYS: '14' });
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 60, firstDay: addDays(LAST_DAY, -300), lastDay: LAST_DAY, progress: silentProgress });
    const game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    for await (const outcome of running.app.get(Pipeline).runEach(dayRange(addDays(LAST_DAY, -1), LAST_DAY), { game, trigger: 'cli' })) void outcome;
    await giveSignals();
    cardId = ((await sql('SELECT p.card_id FROM printing p JOIN signal s ON s.printing_id = p.id WHERE s.day = $1 AND s.signal IS NOT NULL ORDER BY p.id LIMIT 1', [LAST_DAY])) as { card_id: string }[])[0]?.card_id ?? '';
    await sql('UPDATE card SET name = $1 WHERE id = (SELECT card_ref FROM printing WHERE card_id = $2)', [HOSTILE, cardId]);
    browser = await startBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && !/ 4(01|22) /.test(message.text()) && wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  const sql = (text: string, values: unknown[] = []): Promise<unknown> => running.app.get(DataSource).query(text, values);
  /** So small a market teaches no model enough for a signal. */
  async function giveSignals(): Promise<void> {
    await sql(
      `UPDATE signal SET signal = (ARRAY['BUY', 'SELL', 'HOLD'])[1 + printing_id % 3], reason = NULL, confidence = 0.3 + (printing_id % 7) * 0.05, signal_since = day - printing_id % 2
       WHERE day = $1 AND market_cents IS NOT NULL AND fair_value_cents IS NOT NULL AND printing_id % 2 = 0`,
      [LAST_DAY],
    );
  }
  const go = async (path: string) => {
    await page.goto(running.url + path);
    await page.locator('h1').first().waitFor();
    await expect.poll(() => page.locator('.waiting, .booting, [aria-busy=true]').count(), { timeout: 20_000, interval: 20 }).toBe(0);
  };
  const bodyText = () => page.locator('body').innerText();

  it('asks for a key, says what is wrong with one, and keeps none', async () => {
    await page.goto(running.url);
    await page.getByLabel('API key').fill('pw_wrongkey_nothing');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('unknown, expired or revoked').waitFor();
    await page.getByLabel('API key').fill(running.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie })')).not.toContain('pw_');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'pokewatch_session', httpOnly: true, sameSite: 'Strict' });
  });

  it('takes a key out of the address it was opened with', async () => {
    const other = await browser.newContext();
    const visit = await other.newPage();
    await visit.goto(`${running.url}/#key=${running.readKey}`);
    await visit.getByRole('heading', { name: 'Today' }).waitFor();
    expect(visit.url()).toBe(`${running.url}/`);
    await other.close();
  });

  it('lets no script in but its own', async () => {
    const { headers } = await fetch(running.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['/', '/cards/:card', '/search?q=a', '/market', '/collection', '/track-record', '/models', '/pipeline', '/pipeline/:run', '/alerts', '/report'])('shows %s to everybody, on every width, by day and by night', async (path) => {
    const address = path.replace(':card', encodeURIComponent(cardId)).replace(':run', encodeURIComponent(`daily:simulated:${LAST_DAY}:1`));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await go(address);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        // What is wrong with colours is so on every width, and what is wrong with widths in every colour.
        if (width === (colorScheme === 'light' ? 390 : 1440)) expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'), `${width} px: scrolls sideways`).toBeLessThanOrEqual(0);
        await picture(`${path.replaceAll(/\W+/g, '-')}-${width}-${colorScheme}`);
      }
    }
    if (!['/alerts', '/collection'].includes(path)) expect(await bodyText()).toContain('Simulated market');
  }, 60_000);

  it('tells of today what the database says', async () => {
    await go('/');
    const [counted] = (await sql(`SELECT count(*)::int AS count FROM signal WHERE day = $1 AND signal = 'BUY'`, [LAST_DAY])) as { count: number }[];
    expect(await page.locator('.counts').innerText()).toContain(`${counted?.count} BUY`);
    for (const signal of ['BUY', 'SELL', 'HOLD']) {
      await page.getByLabel('Signal', { exact: true }).selectOption(signal);
      const rows = (await sql(
        `SELECT s.market_cents, s.confidence, p.card_id FROM signal s JOIN printing p ON p.id = s.printing_id WHERE s.day = $1 AND s.signal = $2 ORDER BY s.confidence DESC NULLS LAST, p.id LIMIT 20`,
        [LAST_DAY, signal],
      )) as { market_cents: number; card_id: string }[];
      const shown = () => page.locator('.cards .card-link').evaluateAll((links) => links.map((link) => decodeURIComponent((link as unknown as { pathname: string }).pathname.slice(7))));
      await expect.poll(shown).toEqual(rows.map((row) => row.card_id));
      if (rows[0] !== undefined) expect(await page.locator('.cards .card').first().innerText()).toContain(`$${(rows[0].market_cents / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`);
    }
  });

  it('finds a card by keyboard alone, and tells what it is worth and why', async () => {
    await go('/search');
    await page.keyboard.type('img onerror', { delay: 20 });
    await page.getByText('1 card', { exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: HOSTILE }).waitFor();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await page.locator('.chart canvas').first().waitFor();
    expect(await page.evaluate('window.hurt')).toBeUndefined();
    const [price] = (await sql('SELECT market_cents FROM signal s JOIN printing p ON p.id = s.printing_id WHERE p.card_id = $1 AND s.day = $2', [cardId, LAST_DAY])) as { market_cents: number }[];
    expect(await bodyText()).toContain(((price?.market_cents ?? 0) / 100).toLocaleString('en', { minimumFractionDigits: 2 }));
  });

  it('gives a chart away as numbers, and as a picture', async () => {
    await go(`/cards/${encodeURIComponent(cardId)}`);
    await page.locator('.chart canvas').first().waitFor();
    for (const [name, ending] of [['CSV', /\.csv$/], ['PNG', /\.png$/]] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
      expect(download.suggestedFilename()).toMatch(ending);
    }
  });

  it('puts a card on the watchlist, and takes a list in whose broken rows are told and kept', async () => {
    await go(`/cards/${encodeURIComponent(cardId)}`);
    await page.getByLabel('Price wished for').fill('12.50');
    await page.getByRole('button', { name: 'Watch it' }).click();
    await page.getByText('It is on your watchlist.').waitFor();
    const [other] = (await sql('SELECT c.name, s.name AS set, c.number, p.variant FROM printing p JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id WHERE p.card_id <> $1 ORDER BY p.id DESC LIMIT 1', [cardId])) as Record<string, string>[];
    const good = `,${other?.['name']},${other?.['set']},${other?.['number']},${other?.['variant']},NM,RAW,en,2,1.50,USD,2026-06-01,`;
    const content = `card_id,name,set,number,variant,condition,grade,language,quantity,unit_cost,currency,acquired_on,note\n${good}\n,Nobody,,,,,,,1,,,,\n${good.replace(',2,1.50', ',two,1.50')}\n`;
    await go('/collection');
    await page.getByLabel(/^A file of TCGplayer/).setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page.getByText('1 of 3 rows').waitFor();
    await page.getByText('quantity is "two"; expected a whole number').waitFor();
    await page.getByRole('button', { name: 'Take 1 rows in' }).click();
    await page.getByText('1 lots added').waitFor();
    await page.getByRole('region', { name: 'Line 3' }).waitFor();
    const [held] = (await sql(`SELECT sum(l.quantity * s.market_cents)::int AS cents FROM holding_lot l JOIN signal s ON s.printing_id = l.printing_id AND s.day = $1 WHERE l.account = 'home'`, [LAST_DAY])) as { cents: number }[];
    await expect.poll(() => page.locator('.figures').first().innerText()).toContain(((held?.cents ?? 0) / 100).toLocaleString('en', { minimumFractionDigits: 2 }));
    expect(await page.getByRole('region', { name: 'Watched cards' }).innerText()).toContain('$12.50');
    expect(await violationsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 900 });
    await picture('-collection-filled-390');
    await page.setViewportSize({ width: 1440, height: 900 });
    await picture('-collection-filled-1440');
  });

  it('sets an alert, tells what it found, and says why a channel cannot be', async () => {
    await go(`/cards/${encodeURIComponent(cardId)}`);
    await page.getByLabel('Tell me when it').selectOption('price_above');
    await page.getByLabel('How much, in USD').fill('0.01');
    await page.getByRole('button', { name: 'Set an alert' }).click();
    await page.getByText('You are told when it costs 0.01 USD or more.').waitFor();
    const [{ game_id: gameId } = {}] = (await sql('SELECT game_id FROM printing WHERE card_id = $1', [cardId])) as { game_id?: number }[];
    await running.app.get(RuleEvaluation).after({ gameId: gameId ?? 0, day: LAST_DAY });
    await go('/alerts');
    expect(await page.getByRole('region', { name: 'Alerts, the last one first' }).innerText()).toContain('costs 0.01 USD or more');
    expect(await page.getByRole('region', { name: 'Findings, the newest first' }).innerText()).toMatch(/it costs [\d.]+ USD[^]*here only/);
    await page.getByText('Add a channel of mine').click();
    await page.getByLabel('What I call it').fill('phone');
    await page.getByLabel('Address (a secret').first().fill('http://127.0.0.1:1/hook');
    await page.getByLabel('Quiet from').fill('22:00');
    await page.getByLabel('Quiet until').fill('07:00');
    await page.getByRole('button', { name: 'Add', exact: true }).first().click();
    await page.getByText('expected an address of the public internet').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await picture('-alerts-filled-1440');
    await page.setViewportSize({ width: 390, height: 900 });
    await picture('-alerts-filled-390');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Arm again' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await page.getByText('You wait for nothing yet.').waitFor();
  });

  it('runs a run again from a stage, and says so', async () => {
    await go(`/pipeline/${encodeURIComponent(`daily:simulated:${LAST_DAY}:1`)}`);
    await page.getByRole('button', { name: 'Run again from signal on' }).click();
    await page.getByText(`Run daily:simulated:${LAST_DAY}:2 goes on from here.`).waitFor();
    await expect.poll(async () => ((await sql(`SELECT state FROM pipeline_run WHERE id = $1`, [`daily:simulated:${LAST_DAY}:2`])) as { state: string }[])[0]?.state, { timeout: 60_000 }).toBe('succeeded');
  }, 90_000);

  it('rolls a model back when asked twice, with a reason', async () => {
    const { items } = (await (await fetch(`${running.url}/v1/models`, { headers: { 'x-api-key': running.adminKey } })).json()) as { items: { id: number; is_champion: boolean; game: string }[] };
    const other = items.find((model) => !model.is_champion);
    const promoted = await fetch(`${running.url}/v1/admin/models/promote`, {
      method: 'POST', headers: { 'x-api-key': running.adminKey, 'content-type': 'application/json' }, body: JSON.stringify({ game: 'simulated', model_id: other?.id, reason: 'to be rolled back', override_reason: 'a test of the way back' }),
    });
    expect(promoted.status, await promoted.clone().text()).toBeLessThan(300);
    await go('/models');
    await page.getByRole('button', { name: /^Give the place back to/ }).click();
    await page.getByLabel('Why').fill('it was only a test');
    await page.getByRole('button', { name: 'Roll back', exact: true }).click();
    await page.getByText('Rolled back.').waitFor();
    await page.getByText('it was only a test').waitFor();
  });

  it('tells what is wrong when the service is, and goes on when it is back', async () => {
    await go('/track-record');
    await page.route('**/v1/today*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code: 'database_busy', detail: 'The database has more to do than it can do in time.' }) }));
    await page.getByRole('link', { name: 'Today' }).first().click();
    await page.getByText('more to do than it can do').waitFor({ timeout: 20_000 });
    await page.unroute('**/v1/today*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.counts').waitFor();
  }, 60_000);

  it('is signed out for good', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    await page.goto(running.url);
    await page.getByLabel('API key').waitFor();
  });

  it('has had nothing to complain of in its console', () => {
    expect(wrong.filter((text) => !text.includes('503'))).toEqual([]);
  });

  async function picture(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  }
});
