import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInNetwork, type Network, parseIp, parseNetwork } from '../../shared/ip-address.js';
import { forbiddenKind } from './public-address.js';

const network = (text: string): Network => parseNetwork(text) as Network;
const octet = fc.nat(255);
const ipv4 = fc.tuple(octet, octet, octet, octet).map((bytes) => bytes.join('.'));
const hex = (bytes: readonly number[]): string => Array.from({ length: bytes.length / 2 }, (_, i) => ((bytes[i * 2] as number) * 256 + (bytes[i * 2 + 1] as number)).toString(16)).join(':');

describe('an address', () => {
  it.each([
    ['8.8.8.8', undefined],
    ['1.1.1.1', undefined],
    ['9.255.255.255', undefined],
    ['11.0.0.0', undefined],
    ['172.15.255.255', undefined],
    ['172.32.0.0', undefined],
    ['100.63.255.255', undefined],
    ['100.128.0.0', undefined],
    ['169.253.255.255', undefined],
    ['223.255.255.255', undefined],
    ['2606:4700::1111', undefined],
    ['2001:4860:4860::8888', undefined],
    ['::ffff:8.8.8.8', undefined],
    ['64:ff9b::8.8.8.8', undefined],
    ['2002:808:808::1', undefined],
    ['0.0.0.0', 'this network'],
    ['10.255.255.255', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'shared (carrier-grade NAT)'],
    ['100.127.255.255', 'shared (carrier-grade NAT)'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.7', 'documentation'],
    ['192.0.0.8', 'protocol assignment'],
    ['192.88.99.1', 'protocol assignment'],
    ['198.19.255.255', 'benchmarking'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'private'],
    ['fd00:ec2::254', 'private'],
    ['fc00::1', 'private'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['2001::1', 'protocol assignment'],
    ['64:ff9b:1::1', 'local NAT64'],
    ['100::1', 'reserved'],
    ['5f00::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:0:10.0.0.1', 'private'],
    ['64:ff9b::169.254.169.254', 'link-local'],
    ['64:ff9b::a00:1', 'private'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:a9fe:a9fe::1', 'link-local'],
    ['010.0.0.1', 'not an address'],
    ['0x7f.0.0.1', 'not an address'],
    ['2130706433', 'not an address'],
    ['127.1', 'not an address'],
    ['fe80::1%eth0', 'not an address'],
    ['1:2:3:4:5:6:7:8:9', 'not an address'],
    ['1::2::3', 'not an address'],
    ['', 'not an address'],
  ])('%s: %s', (text, kind) => expect(forbiddenKind(text, [])).toBe(kind));

  it('of IPv4 is judged the same inside every IPv6 address that leads to it', () => {
    fc.assert(
      fc.property(ipv4, (text) => {
        const bytes = parseIp(text) as number[];
        // 0.0.0.0 and 0.0.0.1 in the compatible form are :: and ::1, which have names of their own.
        for (const wrapped of [`::ffff:${text}`, `::ffff:${hex(bytes)}`, `64:ff9b::${text}`, `2002:${hex(bytes)}::1`]) {
          expect([wrapped, forbiddenKind(wrapped, [])]).toEqual([wrapped, forbiddenKind(text, [])]);
        }
      }),
    );
  });

  it('in a network that is allowed by name is not forbidden, whichever way it is written; its neighbours are', () => {
    const allowed = [network('10.1.0.0/16'), network('fd00:1::/32')];
    for (const text of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5']) expect(forbiddenKind(text, allowed)).toBeUndefined();
    for (const text of ['10.2.0.1', '::ffff:10.0.255.255', 'fd00:2::5', '127.0.0.1']) expect(forbiddenKind(text, allowed)).toBeDefined();
  });
});

describe('a network', () => {
  it('holds exactly the addresses that share its first bits', () => {
    fc.assert(
      fc.property(fc.array(octet, { minLength: 4, maxLength: 4 }), fc.array(octet, { minLength: 4, maxLength: 4 }), fc.nat(32), (one, other, prefixBits) => {
        const bits = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
        expect(isInNetwork(other, { address: one, prefixBits })).toBe(bits(other).startsWith(bits(one).slice(0, prefixBits)));
      }),
    );
  });

  it.each(['10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', 'example.com', '10.0.0.0/-1'])('%s is none', (text) => expect(parseNetwork(text)).toBeUndefined());
  it('of one address needs no length', () => expect(parseNetwork('10.0.0.1')).toEqual({ address: [10, 0, 0, 1], prefixBits: 32 }));
});
