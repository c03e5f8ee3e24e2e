import { Inject, Injectable } from '@nestjs/common';
import { CardDirectory, type CardFact } from '../serving/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { AlertRuleRepository, type Finding, type RuleChange, type StoredRule } from './alert-rule.repository.js';
import type { RuleScope } from './domain/card-rule.js';
import { conditionProblems, type SaidCondition, toCondition } from './domain/said-condition.js';

export interface RuleRequest {
  readonly scope: RuleScope;
  readonly cardId: string | undefined;
  readonly condition: SaidCondition;
  readonly isOnce: boolean;
  readonly note: string;
}

/** A rule with the card it is about, where it is about one. */
export interface NamedRule {
  readonly rule: StoredRule;
  readonly card: CardFact['card'] | undefined;
}

const MAX_RULES = 500;

/** What a person does with what they wait for. */
@Injectable()
export class AlertRules {
  constructor(
    private readonly rules: AlertRuleRepository,
    private readonly directory: CardDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws BadData that names what is missing or has no place */
  async add(account: string, request: RuleRequest): Promise<NamedRule> {
    const { scope, cardId, condition, isOnce, note } = request;
    const problems = conditionProblems(condition).map(({ reason }) => reason);
    if (condition.kind === 'target_price' && scope !== 'watchlist') problems.push(`scope is "${scope}", and target_price is of the watchlist; expected "watchlist"`);
    if ((scope === 'card') !== (cardId !== undefined)) problems.push(scope === 'card' ? 'card_id is missing; expected the id of a card, or another scope' : `card_id does not belong to scope "${scope}"; expected none`);
    if (problems.length > 0) throw new BadData(`${problems.join('. ')}.`);
    if ((await this.rules.count(account)) >= MAX_RULES) throw new Conflict(`There are ${MAX_RULES} rules already, and no more are kept for one account; delete one first.`);
    const card = cardId === undefined ? undefined : (await this.directory.cards([cardId])).get(cardId);
    if (cardId !== undefined && card === undefined) throw new BadData(`card_id is "${cardId}", and there is no such card; GET /v1/cards/search finds cards.`);
    const rule = await this.rules.create({ account, scope, printingId: card?.printingId ?? null, condition: toCondition(condition), isOnce, note }, this.clock.now());
    return { rule, card };
  }

  /** The last one first. */
  async list(account: string, page: { beforeId: number | undefined; limit: number }): Promise<NamedRule[]> {
    const rules = await this.rules.list(account, page);
    const cards = await this.directory.printings(rules.flatMap(({ printingId }) => printingId ?? []));
    return rules.map((rule) => ({ rule, card: rule.printingId === null ? undefined : cards.get(rule.printingId) }));
  }

  /** Active: it is armed anew, and fires for whatever does what it waits for. */
  async change(account: string, id: number, change: RuleChange): Promise<NamedRule> {
    await this.find(account, id);
    await this.rules.change(account, id, change, this.clock.now());
    const rule = await this.find(account, id);
    return { rule, card: rule.printingId === null ? undefined : (await this.directory.printings([rule.printingId])).get(rule.printingId) };
  }

  async remove(account: string, id: number): Promise<void> {
    if (!(await this.rules.delete(account, id, this.clock.now()))) throw noRule(id);
  }

  /** Newest first. */
  async findings(account: string, page: { beforeId: number | undefined; limit: number }): Promise<Finding[]> {
    return this.rules.findings(account, page);
  }

  private async find(account: string, id: number): Promise<StoredRule> {
    const rule = await this.rules.find(account, id);
    if (rule === undefined) throw noRule(id);
    return rule;
  }
}

function noRule(id: number): NotFound {
  return new NotFound(`There is no alert rule ${id} of yours; GET /v1/my/alert-rules lists them.`);
}
