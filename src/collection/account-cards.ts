import { Injectable } from '@nestjs/common';
import { HoldingRepository } from './holding.repository.js';
import { WatchedRepository } from './watched.repository.js';

export interface AccountCard {
  readonly account: string;
  readonly printingId: number;
  /** What the watchlist names for it. */
  readonly target: { readonly priceMinor: number; readonly currency: string } | null;
}

/** Answers which cards people watch and have, for who looks at many accounts at once. */
@Injectable()
export class AccountCards {
  constructor(
    private readonly watchlists: WatchedRepository,
    private readonly holdings: HoldingRepository,
  ) {}

  async watched(accounts: readonly string[]): Promise<AccountCard[]> {
    const rows = await this.watchlists.ofAccounts(accounts);
    return rows.map(({ account, printingId, targetPriceCents: priceMinor, currency }) => ({ account, printingId, target: priceMinor === null || currency === null ? null : { priceMinor, currency } }));
  }

  async held(accounts: readonly string[]): Promise<AccountCard[]> {
    return (await this.holdings.printingsOf(accounts)).map((row) => ({ ...row, target: null }));
  }
}
