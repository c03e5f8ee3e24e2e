import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilenceWatch } from './silence-watch.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** An answer that comes when it is told to. */
function answer<T>() {
  let come!: (value: T) => void;
  let fail!: (error: Error) => void;
  const promise = new Promise<T>((resolve, reject) => ([come, fail] = [resolve, reject]));
  return { promise, come, fail };
}

const outcome = (watched: Promise<unknown>) => {
  const seen: { said?: unknown } = {};
  watched.then((value) => (seen.said = value), (error: Error) => (seen.said = error.message));
  return seen;
};

describe('the watch over silence', () => {
  it('passes answers and errors on', async () => {
    const watch = new SilenceWatch(50);
    const [good, bad] = [answer<number>(), answer<number>()];
    const seen = [outcome(watch.watch(good.promise)), outcome(watch.watch(bad.promise))];
    good.come(7);
    bad.fail(new Error('no'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen.map((each) => each.said)).toEqual([7, 'no']);
  });

  it('gives all up after 50 ms of silence', async () => {
    const watch = new SilenceWatch(50);
    const seen = [outcome(watch.watch(answer().promise)), outcome(watch.watch(answer().promise))];
    await vi.advanceTimersByTimeAsync(49);
    expect(seen.map((each) => each.said)).toEqual([undefined, undefined]);
    await vi.advanceTimersByTimeAsync(5);
    expect(seen.map((each) => each.said)).toEqual(['no answer within 50 ms', 'no answer within 50 ms']);
  });

  it('goes on waiting while answers keep coming', async () => {
    const watch = new SilenceWatch(50);
    const last = answer<string>();
    const seen = outcome(watch.watch(last.promise));
    for (let i = 0; i < 10; i++) {
      const each = answer<number>();
      void watch.watch(each.promise);
      await vi.advanceTimersByTimeAsync(40);
      each.come(i);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(seen.said).toBeUndefined();
    last.come('late');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.said).toBe('late');
  });

  it('counts from the question on, however long nobody had asked before', async () => {
    const watch = new SilenceWatch(50);
    const early = answer<number>();
    void watch.watch(early.promise);
    early.come(1);
    await vi.advanceTimersByTimeAsync(10_000);
    const seen = outcome(watch.watch(answer().promise));
    await vi.advanceTimersByTimeAsync(45);
    expect(seen.said).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10);
    expect(seen.said).toBe('no answer within 50 ms');
  });
});
