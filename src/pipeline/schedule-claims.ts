import { Injectable } from '@nestjs/common';
import { ExecutorRepository } from './executor.repository.js';
import { ScheduleDue } from './schedule-due.js';
import { type Claim, type ScheduleFire, ScheduleFireRepository } from './schedule-fire.repository.js';
import { ScheduleRepository } from './schedule.repository.js';

/** Gets hold of fires for one process, so that no other gets hold of the same. */
@Injectable()
export class ScheduleClaims {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly fires: ScheduleFireRepository,
    private readonly executors: ExecutorRepository,
    private readonly due: ScheduleDue,
  ) {}

  /** Decides on what is due. Times that stay missed are in the answer too. */
  async planned(claim: Claim): Promise<ScheduleFire[]> {
    const decidedUntil = await this.fires.decidedUntil();
    const claimed: ScheduleFire[] = [];
    for (const schedule of (await this.schedules.list()).filter((each) => !each.isPaused)) {
      if (this.due.decide(schedule, decidedUntil.get(schedule.id), claim.at).length === 0) continue;
      claimed.push(...(await this.fires.claimDue(schedule.id, claim, (current, until) => this.due.decide(current, until, claim.at))));
    }
    return claimed;
  }

  /** What somebody asked for, what a dead process has left, and what this one has begun and could not finish. */
  async left(by: string): Promise<ScheduleFire[]> {
    const claimants = await this.fires.claimants();
    if (claimants.includes(null)) await this.fires.takeOver(null, by);
    for (const other of claimants) {
      if (other !== null && other !== by) await this.executors.ifDead(other, async () => void (await this.fires.takeOver(other, by)));
    }
    return this.fires.claimedBy(by);
  }
}
