import axe from 'axe-core';
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const found = PLACES.find(isExecutable);

/** A bare machine has none: tests that need it are skipped there. */
export const hasBrowser = found !== undefined;

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: found ?? '', args: ARGUMENTS });
}

export interface Violation {
  readonly rule: string;
  readonly impact: string;
  readonly where: string;
}

/** What axe finds wrong with a page as it stands, as far as it keeps people out. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  // By the debugger: the page's own policy lets no script in that is not its own.
  await page.evaluate(axe.source);
  const results = await page.evaluate<{ id: string; impact: string | null; nodes: { html: string }[] }[]>('axe.run().then(({ violations }) => violations)');
  return results
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ rule: id, impact: impact ?? '', where: nodes.map(({ html }) => html.slice(0, 160)).join('\n') }));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}
