import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.mjs';
import { CatalogueReader, type Game, ImportStage } from '../../src/ingestion/index.js';
import { Pipeline } from '../../src/pipeline/index.js';
import type { Day } from '../../src/shared/day.js';
import { hasBrowser, startBrowser } from './browser.js';
import { type RunningApp, startApp } from '../support/running-app.js';

/** Nobody can install real prices: they lie beside the project, or they do not. */
const FILE = join(process.env['REAL_PRICES_DIR'] ?? join('..', 'shared', 'data'), 'pokemon_sealed_daily.csv.gz');
const ACCOUNT = 'home';

/** Every fifth product with all of its days: a model of all of them takes minutes, and tells the page nothing else. */
function someProducts(to: string): string {
  const [header = '', ...lines] = gunzipSync(readFileSync(FILE)).toString('utf8').split('\n');
  const path = join(to, 'pokemon_sealed_daily.csv');
  writeFileSync(path, [header, ...lines.filter((line) => /^tcgp:\d*[05],/.test(line)), ''].join('\n'));
  return path;
}

interface Row {
  readonly card_id: string;
  readonly name: string;
  readonly market_cents: number;
}

describe.skipIf(!hasBrowser || !existsSync(FILE))('the dashboard on real prices', () => {
  let running: RunningApp;
  let browser: Browser;
  let page: Page;
  let day: Day;

  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-real-'));
  beforeAll(async () => {
    ensureBuilt();
    running = await startApp({ SIMULATED_MARKET: 'off', SIGNAL_POLICY: 'threshold' });
    await running.app.get(ImportStage).run({ files: [someProducts(folder)], gameSlug: 'sealed', sourceSlug: 'csv' });
    const game = (await running.app.get(CatalogueReader).gameBySlug('sealed')) as Game;
    day = (await sql<{ day: Day }>('SELECT max(observed_on) AS day FROM observation'))[0]?.day as Day;
    for await (const outcome of running.app.get(Pipeline).runEach([day], { game, trigger: 'cli' })) void outcome;
    browser = await startBrowser();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(`${running.url}/#key=${running.adminKey}`);
    await page.locator('.counts').waitFor();
  }, 900_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> => running.app.get(DataSource).query(text, values);
  const dollars = (cents: number): string => `$${(cents / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const go = async (path: string): Promise<string> => {
    await page.goto(running.url + path);
    await page.locator('h1').first().waitFor();
    await expect.poll(() => page.locator('.waiting, .booting, [aria-busy=true]').count(), { timeout: 60_000, interval: 50 }).toBe(0);
    return page.locator('main').innerText();
  };

  it('says nowhere that they are made up', async () => {
    for (const path of ['/', '/market', '/collection', '/track-record', '/models', '/pipeline', '/report']) expect(await go(path), path).not.toContain('Simulated market');
  }, 120_000);

  it('counts signals as they are stored, and says why others have none', async () => {
    const text = await go('/');
    for (const { signal, count } of await sql<{ signal: string | null; count: number }>('SELECT signal, count(*)::int AS count FROM signal WHERE day = $1 GROUP BY signal', [day])) {
      expect(text).toContain(signal === null ? `${count.toLocaleString('en')} without a signal` : `${count.toLocaleString('en')} ${signal}`);
    }
  });

  it('shows the last price of a product, and its own age', async () => {
    const [row] = await sql<Row & { observed_on: Day }>(
      `SELECT p.card_id, c.name, o.market_cents, o.observed_on FROM observation o JOIN printing p ON p.id = o.printing_id JOIN card c ON c.id = p.card_ref
       WHERE o.observed_on = $1 ORDER BY o.market_cents DESC LIMIT 1`,
      [day],
    );
    const text = await go(`/cards/${encodeURIComponent(row?.card_id ?? '')}`);
    expect(text).toContain(row?.name);
    expect(text).toContain(dollars(row?.market_cents ?? 0));
    expect(text).toMatch(/days old, csv: stale/);
  });

  it('shows as the largest moves what the prices of both days come to', async () => {
    await go('/market');
    const shown = await page.getByRole('region', { name: 'Rose most' }).locator('tbody tr').evaluateAll((rows) =>
      rows.map((each) => {
        const row = each as unknown as { querySelector(s: string): { pathname: string }; cells: { innerText: string }[] };
        return { cardId: decodeURIComponent(row.querySelector('a').pathname.slice(7)), from: row.cells[1]?.innerText, to: row.cells[2]?.innerText };
      }),
    );
    expect(shown.length).toBeGreaterThan(3);
    for (const { cardId, from, to } of shown) {
      const priceOn = async (at: string) => (await sql<Row>(`SELECT o.market_cents FROM observation o JOIN printing p ON p.id = o.printing_id WHERE p.card_id = $1 AND o.observed_on <= ${at} ORDER BY o.observed_on DESC, o.recorded_at DESC LIMIT 1`, [cardId]))[0];
      expect([from, to], cardId).toEqual([dollars((await priceOn(`'${day}'::date - 7`))?.market_cents ?? 0), dollars((await priceOn(`'${day}'::date`))?.market_cents ?? 0)]);
    }
  });

  it('names the model that serves, and how many checks of the gate it passed', async () => {
    const [champion] = await sql<{ name: string; version: number }>(`SELECT m.name, m.version FROM model_version m JOIN promotion p ON p.model_version_id = m.id WHERE p.alias = 'champion' ORDER BY p.sequence DESC LIMIT 1`);
    expect(await go('/models')).toContain(`champion: ${champion?.name} ${champion?.version}`);
  });

  it('adds up a collection as its prices come to', async () => {
    const products = await sql<Row & { set: string }>(
      `SELECT DISTINCT ON (c.name) p.card_id, c.name, s.name AS set, g.market_cents FROM signal g JOIN printing p ON p.id = g.printing_id JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id
       WHERE g.day = $1 AND g.market_cents IS NOT NULL ORDER BY c.name LIMIT 20`,
      [day],
    );
    const content = `card_id,name,set,number,variant,condition,grade,language,quantity,unit_cost,currency,acquired_on,note\n${products.map(({ card_id: id }) => `${id},,,,,,,,2,1.00,USD,2024-01-01,`).join('\n')}\n`;
    const answer = await fetch(`${running.url}/v1/collection/imports`, { method: 'POST', headers: { 'x-api-key': running.adminKey, 'content-type': 'application/json' }, body: JSON.stringify({ content }) });
    expect(await answer.json()).toMatchObject({ added: products.length, in_tray: 0 });
    expect(await go('/collection')).toContain(dollars(2 * products.reduce((sum, { market_cents: cents }) => sum + cents, 0)));
    expect((await sql<{ count: number }>('SELECT count(*)::int AS count FROM holding_lot WHERE account = $1', [ACCOUNT]))[0]?.count).toBe(products.length);
  });
});
