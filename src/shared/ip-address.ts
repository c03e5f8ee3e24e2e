/** 4 or 16 bytes in network order. */
export type IpAddress = readonly number[];

/** All addresses that begin with the same bits. */
export interface Network {
  readonly address: IpAddress;
  readonly prefixBits: number;
}

const OCTET = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const GROUPS = 8;

/** The bytes of an address as it is usually written: dotted decimal, or RFC 4291. Undefined for everything else, also for `010.0.0.1` and `fe80::1%eth0`. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** `10.0.0.0/8`, `fd00::/8`, or one address. Undefined where it is neither, or has bits beyond its prefix. */
export function parseNetwork(text: string): Network | undefined {
  const [addressText = '', bitsText, ...rest] = text.split('/');
  const address = parseIp(addressText);
  if (address === undefined || rest.length > 0 || (bitsText !== undefined && !OCTET.test(bitsText))) return undefined;
  const all = address.length * 8;
  const prefixBits = bitsText === undefined ? all : Number(bitsText);
  const isClean = prefixBits <= all && address.every((byte, i) => (byte & ~maskOf(prefixBits - i * 8)) === 0);
  return isClean ? { address, prefixBits } : undefined;
}

export function isInNetwork(address: IpAddress, network: Network): boolean {
  return address.length === network.address.length && address.every((byte, i) => ((byte ^ (network.address[i] as number)) & maskOf(network.prefixBits - i * 8)) === 0);
}

/** The bits of one byte that belong to a prefix of which so many are left. */
function maskOf(bitsLeft: number): number {
  return bitsLeft >= 8 ? 0xff : bitsLeft <= 0 ? 0 : (0xff << (8 - bitsLeft)) & 0xff;
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

function parseIpv6(text: string): IpAddress | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const before = bytesOf(head, tail === undefined);
  const after = tail === undefined ? [] : bytesOf(tail, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = GROUPS * 2 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

/** Groups between colons; the last may be an IPv4 address where the text ends with it. */
function bytesOf(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [i, group] of groups.entries()) {
    if (GROUP.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const embedded = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (embedded === undefined) return undefined;
    bytes.push(...embedded);
  }
  return bytes;
}
