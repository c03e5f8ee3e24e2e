import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type PriceSourceSettings } from '../config/index.js';
import { type OutboundClient, OutboundClients, type OutboundLimits } from '../outbound/index.js';
import { Bug } from '../shared/errors.js';
import { providerBySlug, PROVIDERS } from './providers/provider-list.js';
import type { Provider } from './providers/provider.js';
import { SourceRepository } from './source.repository.js';

/** A source that is asked: its provider, and how it is reached. */
export interface LiveSource {
  readonly provider: Provider;
  readonly baseUrl: string;
  readonly limits: OutboundLimits;
  readonly client: OutboundClient;
}

const GAME_NAMES: Readonly<Record<string, string>> = { pokemon: 'Pokemon' };
/** Limits are good manners towards others; a server on this machine wants none. */
const LOOPBACK = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)/;
const UNHURRIED: Pick<OutboundLimits, 'requestsPerMinute' | 'burst'> = { requestsPerMinute: 60_000, burst: 1_000 };

/** The sources `PRICE_SOURCES` names, in its order. */
@Injectable()
export class LiveSources {
  readonly all: readonly LiveSource[];

  constructor(
    @Inject(CONFIG) config: Config,
    clients: OutboundClients,
    private readonly sources: SourceRepository,
  ) {
    this.all = config.priceSources.map((settings) => liveSource(settings, clients));
  }

  /** The sources that quote cards of a game, in order of trust. */
  of(gameSlug: string): LiveSource[] {
    return this.all.filter(({ provider }) => provider.game === gameSlug);
  }

  /** The games that are asked for, each once. */
  games(): { slug: string; name: string }[] {
    return [...new Set(this.all.map(({ provider }) => provider.game))].map((slug) => ({ slug, name: GAME_NAMES[slug] ?? slug }));
  }

  /** Makes the order of `PRICE_SOURCES` the order of trust. Where nothing was ever asked, nothing is written. */
  async writeOrder(): Promise<void> {
    const slugs = this.all.map(({ provider }) => provider.slug);
    await this.sources.rank(slugs, PROVIDERS.map(({ slug }) => slug).filter((slug) => !slugs.includes(slug)));
  }
}

function liveSource(settings: PriceSourceSettings, clients: OutboundClients): LiveSource {
  const provider = providerBySlug(settings.slug);
  if (!provider) throw new Bug(`PRICE_SOURCES may name ${settings.slug}, which has no provider`);
  const baseUrl = settings.baseUrl ?? provider.defaultBaseUrl;
  const limits = {
    ...provider.limits,
    ...(LOOPBACK.test(baseUrl) ? UNHURRIED : {}),
    ...(settings.creditsPerDay === undefined ? {} : { creditsPerDay: settings.creditsPerDay }),
  };
  const headers = settings.apiKey === undefined ? undefined : provider.keyHeader?.(settings.apiKey);
  return { provider, baseUrl, limits, client: clients.for({ service: provider.slug, limits, ...(headers ? { headers } : {}) }) };
}
