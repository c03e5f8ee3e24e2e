import { Inject, Injectable, Optional } from '@nestjs/common';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import { BadData, TemporaryError } from '../shared/errors.js';
import { type Network, parseIp, parseNetwork } from '../shared/ip-address.js';
import { forbiddenKind } from './domain/public-address.js';

/** Injection token of another DNS than the machine's: a test brings one. */
export const HOST_RESOLVER = Symbol('HostResolver');
export type HostResolver = (hostname: string) => Promise<readonly LookupAddress[]>;

const RESOLVE_TIMEOUT_MS = 5_000;
const UNKNOWN_NAME_CODES = ['ENOTFOUND', 'ENODATA', 'ENONAME'];
const ACCEPTED = 'expected an address of the public internet, or of a network in WEBHOOK_ALLOWED_NETWORKS';

/** A target nobody outside may make us call. Nothing was sent. */
export class ForbiddenTarget extends BadData {}

/**
 * Keeps those who choose where we send to from sending us into our own network. A target is judged when it is named, and again by the address
 * the socket is about to connect to: what a name resolves to may have changed in between, on purpose.
 */
@Injectable()
export class TargetGuard {
  private readonly allowed: readonly Network[];
  private readonly resolve: HostResolver;

  constructor(@Inject(CONFIG) config: Config, @Optional() @Inject(HOST_RESOLVER) resolver?: HostResolver) {
    this.allowed = config.webhooks.allowedNetworks.map(parseNetwork).filter((network) => network !== undefined);
    this.resolve = resolver ?? ((hostname) => lookup(hostname, { all: true, verbatim: true }));
  }

  /** @throws ForbiddenTarget where the host is, or resolves to, an address that is not allowed, or does not resolve; TemporaryError where DNS does not answer */
  async check(url: URL): Promise<void> {
    const host = hostOf(url);
    this.checkLiteral(url);
    if (parseIp(host) === undefined) this.judge(host, await this.addressesOf(host));
  }

  /** An address in a URL is connected to without any lookup. Decimal, octal and hexadecimal spellings are dotted decimal by now: `URL` writes them so. */
  checkLiteral(url: URL): void {
    const host = hostOf(url);
    if (parseIp(host) !== undefined) this.judge(host, [{ address: host }]);
  }

  /** What a socket resolves its host with: it connects to an address that was judged, or not at all. */
  readonly lookup: LookupFunction = (hostname: string, options: LookupOptions, done: (error: Error | null, address: string | LookupAddress[], family?: number) => void) => {
    this.addressesOf(hostname)
      .then((addresses) => this.judge(hostname, addresses))
      .then(
        (addresses) => {
          const [first] = addresses;
          if (options.all === true || first === undefined) done(null, [...addresses]);
          else done(null, first.address, first.family);
        },
        (error: Error) => done(error, []),
      );
  };

  private async addressesOf(host: string): Promise<readonly LookupAddress[]> {
    const giveUp = new AbortController();
    const tooLate = wait(RESOLVE_TIMEOUT_MS, undefined, { signal: giveUp.signal }).then(() => {
      throw new TemporaryError(`${host} was not resolved within ${RESOLVE_TIMEOUT_MS} ms`);
    });
    tooLate.catch(() => undefined);
    try {
      const addresses = await Promise.race([this.resolve(host), tooLate]);
      if (addresses.length === 0) throw new ForbiddenTarget(`${host} has no address; ${ACCEPTED}`);
      return addresses;
    } catch (error) {
      if (error instanceof BadData || error instanceof TemporaryError) throw error;
      const code = (error as { code?: string }).code ?? 'unknown';
      if (UNKNOWN_NAME_CODES.includes(code)) throw new ForbiddenTarget(`${host} is a name that does not resolve; ${ACCEPTED}`);
      throw new TemporaryError(`${host} could not be resolved (${code}); try again shortly`);
    } finally {
      giveUp.abort();
    }
  }

  /** One forbidden address among several is enough: whoever answers for the name chooses which of them is taken. */
  private judge<T extends Pick<LookupAddress, 'address'>>(host: string, addresses: readonly T[]): readonly T[] {
    for (const { address } of addresses) {
      const kind = forbiddenKind(address, this.allowed);
      if (kind !== undefined) throw new ForbiddenTarget(`${host === address ? address : `${host} resolves to ${address}, which`} is not public (${kind}); ${ACCEPTED}`);
    }
    return addresses;
  }
}

/** Without the brackets of an IPv6 address, and without the dot that ends an absolute name. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
