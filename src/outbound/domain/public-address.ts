import { type IpAddress, isInNetwork, type Network, parseIp, parseNetwork } from '../../shared/ip-address.js';

/**
 * Networks that are not the public internet, and what they are called in a refusal. IANA special-purpose registries:
 * https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const SPECIAL: readonly (readonly [kind: string, ...networks: string[]])[] = [
  ['this network', '0.0.0.0/8'],
  ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10'],
  ['shared (carrier-grade NAT)', '100.64.0.0/10'],
  ['loopback', '127.0.0.0/8', '::1/128'],
  ['unspecified', '::/128'],
  ['link-local', '169.254.0.0/16', 'fe80::/10'],
  ['documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  ['protocol assignment', '192.0.0.0/24', '192.88.99.0/24', '2001::/23'],
  ['benchmarking', '198.18.0.0/15'],
  ['multicast', '224.0.0.0/4', 'ff00::/8'],
  ['reserved', '240.0.0.0/4'],
  ['local NAT64', '64:ff9b:1::/48'],
];

const networks = (...texts: string[]): Network[] => texts.map(parseNetwork).filter((network) => network !== undefined);
const RULES = SPECIAL.map(([kind, ...texts]) => ({ kind, networks: networks(...texts) }));
/** All of IPv6 that is given out to anybody. */
const [GLOBAL_IPV6] = networks('2000::/3') as [Network];

/** IPv6 addresses that lead to an IPv4 address, and where in them it is: mapped, compatible, translated, NAT64, 6to4. */
const EMBEDDINGS: readonly { readonly network: Network; readonly at: number }[] = [
  ['::ffff:0:0/96', 12],
  ['::/96', 12],
  ['::ffff:0:0:0/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
].map(([text, at]) => ({ network: parseNetwork(text as string) as Network, at: at as number }));

/** Why nobody outside should be able to make us call this address; undefined where it is a public one, or in a network that is allowed by name. */
export function forbiddenKind(text: string, allowed: readonly Network[]): string | undefined {
  const address = parseIp(text);
  return address === undefined ? 'not an address' : kindOf(address, allowed);
}

function kindOf(address: IpAddress, allowed: readonly Network[]): string | undefined {
  if (allowed.some((network) => isInNetwork(address, network))) return undefined;
  const special = RULES.find((rule) => rule.networks.some((network) => isInNetwork(address, network)));
  if (special !== undefined) return special.kind;
  if (address.length === 4) return undefined;
  const embedding = EMBEDDINGS.find(({ network }) => isInNetwork(address, network));
  if (embedding !== undefined) return kindOf(address.slice(embedding.at, embedding.at + 4), allowed);
  return isInNetwork(address, GLOBAL_IPV6) ? undefined : 'reserved';
}
