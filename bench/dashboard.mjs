// How long a person waits for the dashboard: the first page on a slow machine, what is typed into the search, and how smoothly three years of days are moved.
//   node bench/dashboard.mjs [--cards 30000] [--slowdown 4]
// Needs Chromium (apt-get install chromium). Everything runs on an embedded Postgres in a folder that is removed again.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { ensureBuiltOrExit } from '../scripts/build.mjs';
import { addCards, addHistory, cardIdOf, withDatabase } from './serving/market.mjs';
import { ADMIN_KEY, startPod, stop } from './serving/processes.mjs';

const { values } = parseArgs({ options: { cards: { type: 'string', default: '30000' }, slowdown: { type: 'string', default: '4' } } });
const ROUNDS = 5;
const YEARS_DAYS = 1_095;
const PAN_MS = 3_000;
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (executablePath === undefined) {
  console.error('There is no Chromium: apt-get install chromium');
  process.exit(2);
}

ensureBuiltOrExit();
await withDatabase(async (database) => {
  await addCards(database.url, 0, Number(values.cards));
  await addHistory(database.url, YEARS_DAYS);
  const pod = await startPod(database);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const loads = [];
    for (let round = 0; round < ROUNDS; round++) loads.push(await firstLoad(browser, pod.url));
    console.log(`first page, nothing cached, processor ${values.slowdown} times slower: ${told(loads)}`);
    const page = await signedIn(browser, pod.url);
    console.log(`typing into the search over ${values.cards} printings, from the key to what is found: ${told(await typing(page, pod.url))}`);
    console.log(`moving a chart of ${YEARS_DAYS} days: ${await framesPerSecond(page, pod.url)} frames a second`);
  } finally {
    await browser.close();
    await stop(pod);
  }
});

function told(ms) {
  const all = ms.toSorted((a, b) => a - b);
  return `${all[Math.floor(all.length / 2)].toFixed(0)} ms (middle), ${all.at(-1).toFixed(0)} ms (slowest) of ${all.length}`;
}

async function signedIn(browser, url) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(`${url}/#key=${ADMIN_KEY}`);
  await page.locator('.counts').waitFor();
  return page;
}

/** From the address to what is to be done today, in a browser that has a session and nothing else. */
async function firstLoad(browser, url) {
  const context = await browser.newContext();
  await context.request.post(`${url}/v1/session`, { headers: { 'x-api-key': ADMIN_KEY } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slowdown) });
  const began = performance.now();
  await page.goto(url);
  await page.locator('.counts').waitFor();
  const ms = performance.now() - began;
  await context.close();
  return ms;
}

async function typing(page, url) {
  await page.goto(`${url}/search`);
  await page.locator('#search').waitFor();
  await page.evaluate(`
    window.waits = [];
    let pressed;
    document.addEventListener('input', () => (pressed = performance.now()), true);
    new MutationObserver(() => {
      if (pressed === undefined || document.querySelector('[aria-busy=true], .waiting') !== null || document.querySelector('[role=status]').textContent === '') return;
      window.waits.push(performance.now() - pressed);
      pressed = undefined;
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });`);
  for (const text of ['charizard 12', 'dark gyarados', 'pikachu v 9']) {
    await page.locator('#search').fill('');
    await page.keyboard.type(text, { delay: 250 });
    await page.waitForTimeout(300);
  }
  return page.evaluate('window.waits');
}

/** Drags the chart to and fro, and counts the frames that were painted meanwhile. */
async function framesPerSecond(page, url) {
  await page.goto(`${url}/cards/${encodeURIComponent(cardIdOf(1))}`);
  await page.getByRole('button', { name: '3 years' }).click();
  await page.locator('.chart canvas').first().waitFor();
  await page.waitForTimeout(500);
  const box = await page.locator('.chart-box').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(0, -400);
  await page.evaluate('window.frames_ = 0; (function count() { window.frames_++; requestAnimationFrame(count); })();');
  await page.mouse.down();
  const began = performance.now();
  const before = await page.evaluate('window.frames_');
  for (let step = 0; performance.now() - began < PAN_MS; step++) {
    await page.mouse.move(box.x + box.width / 2 + 200 * Math.sin(step / 8), box.y + box.height / 2);
  }
  const frames = (await page.evaluate('window.frames_')) - before;
  await page.mouse.up();
  return ((1_000 * frames) / (performance.now() - began)).toFixed(0);
}
