import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audienceOf } from './audience.js';
import { MAX_SIGNAL_ITEMS, type SaidSignal, signalsContent, signalsKey, signalsSubject, signalsText, signalsTitle } from './signals-content.js';

const usd = (minor: number) => ({ amount_minor: minor, currency: 'USD', amount: (minor / 100).toFixed(2) });
const said = (more: Partial<SaidSignal> = {}): SaidSignal => ({ card_id: 'base1-4|Holofoil', name: 'Charizard', signal: 'BUY', market_price: usd(32_999), fair_value: usd(41_000), confidence: 0.6, ...more });
const of = { game: 'pokemon', date: '2026-03-01', is_simulated: false };

describe('what is told of new signals', () => {
  it('counts all and lists at most 50, the most confident first', () => {
    const signal = fc.record({ card_id: fc.stringMatching(/^[a-z0-9]{1,8}$/), signal: fc.constantFrom('BUY' as const, 'SELL' as const), confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) }).map(said);
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 120 }), (signals) => {
        const content = signalsContent(of, signals);
        expect(content.count).toBe(signals.length);
        expect(content.buy_count + content.sell_count).toBe(signals.length);
        expect(content.items.length).toBe(Math.min(signals.length, MAX_SIGNAL_ITEMS));
        const confidences = content.items.map((item) => item.confidence ?? -1);
        expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
      }),
    );
  });

  it('is a line per card for people, and says how many are left out', () => {
    const content = signalsContent(of, [said(), ...Array.from({ length: 30 }, (_, i) => said({ card_id: `x-${i}`, signal: 'SELL', confidence: null, market_price: null, fair_value: null }))]);
    expect(signalsKey(content)).toBe('signals:pokemon:2026-03-01');
    expect(signalsTitle(content)).toBe('1 new BUY and 30 new SELL signals of pokemon for 2026-03-01');
    const lines = signalsText(content).split('\n');
    expect(lines.slice(0, 2)).toEqual(['BUY Charizard (base1-4|Holofoil): at 329.99 USD, fair value 410.00 USD', 'SELL Charizard (x-0)']);
    expect([lines.length, lines.at(-1)]).toEqual([21, 'and 11 more']);
    expect(signalsSubject(content)).toEqual({ game: 'pokemon', day: '2026-03-01', is_simulated: false, count: 31, buy_count: 1, sell_count: 30 });
  });

  it('of a simulated market says so in title, text and body', () => {
    const content = signalsContent({ ...of, is_simulated: true }, [said()]);
    expect(signalsTitle(content)).toMatch(/^Simulated: /);
    expect(signalsText(content)).toMatch(/^This market is simulated: cards and prices are invented\.\nBUY/);
    expect(content.is_simulated).toBe(true);
  });
});

describe('the audience of an event', () => {
  it('are the channels that want it: told, muted, or out of reach', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    const channel = (id: number, more = {}) => ({ id, events: ['signals'] as const, state: 'active' as const, mutedUntil: null, ...more });
    const channels = [channel(1), channel(2, { events: ['alerts'] }), channel(3, { state: 'muted' }), channel(4, { state: 'reconnect_needed' })];
    const audience = audienceOf({ event: 'signals', key: 'signals:pokemon:2026-03-01', channels, mutes: [] }, now);
    expect([audience.told.map((each) => each.id), audience.muted.map((each) => each.id)]).toEqual([[1], [3]]);
    const mutes = [{ keyPattern: 'signals:*', until: new Date('2026-03-02T00:00:00Z') }];
    expect(audienceOf({ event: 'signals', key: 'signals:pokemon:2026-03-01', channels, mutes }, now).told).toEqual([]);
  });
});
