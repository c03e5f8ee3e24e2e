import { BlockList, isIP, isIPv4 } from 'node:net';

interface Network {
  readonly address: string;
  readonly prefixLength: number;
  readonly family: 'ipv4' | 'ipv6';
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const MAPPED_BITS = 96;
const MAX_FOUND = 64;

/** An IPv4 address in IPv6 notation is the IPv4 address: a server that listens on both sees IPv4 callers so. */
function plain(address: string): string {
  return MAPPED.exec(address)?.[1] ?? address;
}

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address; undefined where the text is none of these. */
export function parseNetwork(text: string): Network | undefined {
  const [, written = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = plain(written);
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const bits = family === 'ipv4' ? 32 : 128;
  const prefixLength = length === undefined ? bits : Number(length) - (address === written ? 0 : MAPPED_BITS);
  return prefixLength >= 0 && prefixLength <= bits ? { address, prefixLength, family } : undefined;
}

/** The addresses a key may be used from. Made once for a key, asked at every request. */
export class AllowedNetworks {
  /** One for each family: a list of both finds an IPv4 caller in `::/0`. */
  private readonly lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  /** Callers come from a few addresses, and looking through the lists costs more than all else about a key. */
  private readonly found = new Set<string>();

  private constructor(networks: readonly string[]) {
    for (const text of networks) {
      const network = parseNetwork(text);
      // A row that somebody edited by hand: nobody is let in by what cannot be read.
      if (network) this.lists[network.family].addSubnet(network.address, network.prefixLength, network.family);
    }
  }

  /** Undefined for a key that may be used from everywhere. */
  static of(networks: readonly string[]): AllowedNetworks | undefined {
    return networks.length === 0 ? undefined : new AllowedNetworks(networks);
  }

  allows(caller: string): boolean {
    if (this.found.has(caller)) return true;
    const isAllowed = this.isListed(caller);
    if (isAllowed && this.found.size < MAX_FOUND) this.found.add(caller);
    return isAllowed;
  }

  private isListed(caller: string): boolean {
    const address = plain(caller);
    if (isIP(address) === 0) return false;
    return isIPv4(address) ? this.lists.ipv4.check(address, 'ipv4') : this.lists.ipv6.check(withoutZone(address), 'ipv6');
  }
}

function withoutZone(address: string): string {
  const at = address.indexOf('%');
  return at < 0 ? address : address.slice(0, at);
}
