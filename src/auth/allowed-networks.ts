import { type IpAddress, isInNetwork, type Network, parseIp, parseNetwork } from '../shared/ip-address.js';

const MAPPED = parseNetwork('::ffff:0:0/96') as Network;
const MAPPED_BITS = 96;
const MAX_FOUND = 64;

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address; undefined where the text is none of these, or has bits beyond its prefix. */
export function readNetwork(text: string): Network | undefined {
  const network = parseNetwork(text);
  if (network === undefined || !isInNetwork(network.address, MAPPED)) return network;
  return network.prefixBits < MAPPED_BITS ? undefined : { address: plain(network.address), prefixBits: network.prefixBits - MAPPED_BITS };
}

/** An IPv4 address in IPv6 notation is the IPv4 address: a server that listens on both sees IPv4 callers so. */
function plain(address: IpAddress): IpAddress {
  return isInNetwork(address, MAPPED) ? address.slice(MAPPED_BITS / 8) : address;
}

/** The addresses a key may be used from. Made once for a key, asked at every request. */
export class AllowedNetworks {
  private readonly networks: readonly Network[];
  /** Callers come from a few addresses, and looking through the list costs more than all else about a key. */
  private readonly found = new Set<string>();

  private constructor(networks: readonly string[]) {
    // A row that somebody edited by hand: nobody is let in by what cannot be read.
    this.networks = networks.flatMap((text) => readNetwork(text) ?? []);
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
    const [withoutZone = ''] = caller.split('%');
    const written = parseIp(withoutZone);
    if (written === undefined) return false;
    const address = plain(written);
    return this.networks.some((network) => isInNetwork(address, network));
  }
}
