import { describe, expect, it } from 'vitest';
import { AllowedNetworks, readNetwork } from './allowed-networks.js';

describe('allowed networks', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.7/32', '::ffff:192.0.2.7', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '11.1.2.3', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '::ffff:203.0.113.9', false],
    ['10.0.0.0/8', 'not an address', false],
    ['10.0.0.0/8', '', false],
  ])('of %s let %j in: %s', (network, caller, allowed) => {
    expect(AllowedNetworks.of([network])?.allows(caller)).toBe(allowed);
  });

  it('are any of those listed', () => {
    const networks = AllowedNetworks.of(['10.0.0.0/8', '2001:db8::/32']);
    expect(['10.0.0.1', '2001:db8::1', '10.0.0.1', '192.0.2.1'].map((each) => networks?.allows(each))).toEqual([true, true, true, false]);
  });

  it('are none where nothing is listed, and let nobody in where what is listed cannot be read', () => {
    expect(AllowedNetworks.of([])).toBeUndefined();
    expect(AllowedNetworks.of(['nonsense'])?.allows('127.0.0.1')).toBe(false);
  });

  it.each(['', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/', '10.0.0.0/-1', '::/129', '::ffff:10.0.0.0/95', '10.0.0.1/8', 'fe80::1%eth0/64', 'localhost', '10.0.0.0/8/8', ' 10.0.0.1'])('are not written as %j', (text) => {
    expect(readNetwork(text)).toBeUndefined();
  });
});
