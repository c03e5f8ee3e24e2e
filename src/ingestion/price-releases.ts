import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Conflict, NotFound } from '../shared/errors.js';
import { PriceFlagRepository, type StoredPriceFlag } from './price-flag.repository.js';

/** A person says that a flagged price is true after all. */
@Injectable()
export class PriceReleases {
  constructor(
    private readonly flags: PriceFlagRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The price is read again from now on, and the checks do not flag it again. Its day is worth running once more. */
  async release(id: number, by: string): Promise<StoredPriceFlag> {
    const flag = await this.flags.flag(id);
    if (!flag) throw new NotFound(`There is no price flag ${id}; GET /v1/quality lists those of a day.`);
    if (!(await this.flags.release(id, by, this.clock.now()))) {
      throw new Conflict(`Price flag ${id} was released before, by ${flag.releasedBy ?? 'somebody'}${flag.releasedAt ? ` at ${flag.releasedAt.toISOString()}` : ''}.`);
    }
    return (await this.flags.flag(id)) as StoredPriceFlag;
  }
}
