import { Injectable } from '@nestjs/common';
import type { StageRequest } from '../shared/stage.js';
import { challengerOf, type JudgedCandidate } from './domain/candidate-choice.js';
import { naive } from './domain/naive.js';
import { type Alias, CHALLENGER, ModelRegistry, SHADOW } from './model-registry.js';
import { ModelRepository } from './model.repository.js';

/** Who moves an alias where no person does. */
export const PIPELINE_ACTOR = 'pipeline';

/** Settles after a training who estimates beside the champion, unseen. What a person has set, a person ends. */
@Injectable()
export class UnseenVersions {
  constructor(
    private readonly models: ModelRepository,
    private readonly registry: ModelRegistry,
  ) {}

  /**
   * The runner-up of the training becomes challenger. A champion that was replaced goes on as shadow, so that it can be told
   * whether the new one is better; the shadow before it ends. Returns a sentence per alias that moved.
   */
  async settle(request: StageRequest, candidates: readonly JudgedCandidate[]): Promise<string[]> {
    const move = await this.registry.championMoveOn(request.gameId, request.day);
    const notes = await this.fill(request, CHALLENGER, challengerOf(candidates, move?.modelVersionId));
    const replaced = move?.previousModelVersionId == null ? undefined : await this.models.version(move.previousModelVersionId);
    if (!replaced || replaced.name === naive.name) return notes;
    return [...notes, ...(await this.fill(request, SHADOW, { modelVersionId: replaced.id, name: `${replaced.name} v${replaced.version}, the champion before,` }))];
  }

  private async fill(request: StageRequest, alias: typeof CHALLENGER | typeof SHADOW, wanted: { modelVersionId: number; name: string } | undefined): Promise<string[]> {
    const { gameId, day } = request;
    const [holders, log] = [await this.registry.holdersOn(gameId, day), await this.models.promotions(gameId, alias)];
    const held = holders.filter((holder) => holder.alias === alias);
    const move = { gameId, alias, actor: PIPELINE_ACTOR, effectiveFrom: day };
    const isTaken = alias === CHALLENGER && held.some((holder) => holder.actor !== PIPELINE_ACTOR);
    // A version that had the alias before and has it no longer lost it to a later decision: it stays decided.
    const isNews = wanted !== undefined && !log.some((row) => row.modelVersionId === wanted.modelVersionId);
    const isWanted = isNews && !isTaken && !holders.some((holder) => outranks(holder.alias, alias) && holder.modelVersionId === wanted.modelVersionId);
    if (!isWanted) return [];
    for (const { modelVersionId } of held.filter((holder) => alias === SHADOW && holder.actor === PIPELINE_ACTOR)) {
      await this.registry.setAlias({ ...move, modelVersionId, isEnd: true, reason: 'another champion was replaced' });
    }
    await this.registry.setAlias({ ...move, modelVersionId: wanted.modelVersionId, isEnd: false, reason: REASONS[alias] });
    return [`${wanted.name} is ${alias} from ${day}.`];
  }
}

const REASONS = { [CHALLENGER]: 'best of its training beside the champion', [SHADOW]: 'was champion until it was replaced' };

/** Whether a version that has one alias has no need of the other. */
function outranks(one: Alias, other: Alias): boolean {
  return one !== other && (one === 'champion' || other === SHADOW);
}
