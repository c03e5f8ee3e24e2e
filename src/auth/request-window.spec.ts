import { describe, expect, it } from 'vitest';
import { RequestWindows } from './request-window.js';

function windowsAt(startMs: number, maxClients?: number) {
  const time = { nowMs: startMs };
  const windows = new RequestWindows({ now: () => new Date(time.nowMs) }, maxClients);
  return { time, windows, hit: (client: string) => windows.increment(client, 60_000, 3) };
}

describe('request windows', () => {
  it('lets 3 of 3 requests in and refuses the fourth until the window ends', async () => {
    const { hit, time } = windowsAt(0);
    const answers = [await hit('a'), await hit('a'), await hit('a'), await hit('a')];
    expect(answers.map((each) => each.isBlocked)).toEqual([false, false, false, true]);
    time.nowMs = 59_999;
    expect((await hit('a')).isBlocked).toBe(true);
    time.nowMs = 60_000;
    expect(await hit('a')).toMatchObject({ isBlocked: false, totalHits: 1 });
  });

  it('lets a client that never stops retrying in again when its window ends', async () => {
    const { hit, time } = windowsAt(0);
    let admitted = 0;
    for (time.nowMs = 0; time.nowMs < 180_000; time.nowMs += 500) if (!(await hit('eager')).isBlocked) admitted++;
    expect(admitted).toBe(9);
  });

  it('says in whole seconds, rounded up, how long the window still lasts', async () => {
    const { hit, time } = windowsAt(1_000_000);
    await hit('a');
    time.nowMs += 20_500;
    expect(await hit('a')).toMatchObject({ timeToExpire: 40, resetsAtSeconds: 1_060 });
  });

  it('does not count what it refuses', async () => {
    const { hit } = windowsAt(0);
    for (let i = 0; i < 50; i++) await hit('a');
    expect((await hit('a')).totalHits).toBe(3);
  });

  it('remembers at most as many clients as it may, forgetting the oldest window first', async () => {
    const { hit, windows } = windowsAt(0, 10);
    for (let i = 0; i < 1_000; i++) await hit(`client ${i}`);
    expect(windows.clientCount).toBeLessThanOrEqual(10);
    expect((await hit('client 999')).totalHits).toBe(2);
  });

  it('forgets windows that have ended', async () => {
    const { hit, windows, time } = windowsAt(0);
    for (let i = 0; i < 100; i++) await hit(`early ${i}`);
    time.nowMs = 60_000;
    for (let i = 0; i < 100; i++) await hit(`late ${i}`);
    expect(windows.clientCount).toBe(100);
  });

  it('knows that the next request would be refused without counting one', async () => {
    const { hit, windows } = windowsAt(0);
    await hit('a');
    await hit('a');
    expect(windows.isExhausted('a', 3)).toBe(false);
    await hit('a');
    expect(windows.isExhausted('a', 3)).toBe(true);
    expect(windows.isExhausted('nobody', 3)).toBe(false);
  });
});
