import { Inject, Injectable, Logger } from '@nestjs/common';
import { AccountCards } from '../collection/index.js';
import { type CardFact, CardFacts, toMoney } from '../serving/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { grouped } from '../shared/grouped.js';
import { AlertRuleRepository } from './alert-rule.repository.js';
import { type CardCondition, type CardState, isMet, metWords } from './domain/card-condition.js';
import { type CardRule, type Verdict } from './domain/card-rule.js';
import type { SaidFinding } from './domain/rules-content.js';

/** A rule and a card it looks at. */
interface Pair {
  readonly rule: CardRule;
  readonly printingId: number;
  readonly target: CardState['target'];
}

interface Looked extends Pair {
  readonly fact: CardFact;
  readonly state: CardState;
}

/** Looks whether cards do what people wait for, after a day was evaluated. Only writes; workers send. */
@Injectable()
export class RuleEvaluation {
  private readonly logger = new Logger(RuleEvaluation.name);

  constructor(
    private readonly rules: AlertRuleRepository,
    private readonly accountCards: AccountCards,
    private readonly facts: CardFacts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of one game. Returns how many findings are new; a day that is looked at again finds nothing new. */
  async after({ gameId, day }: { gameId: number; day: Day }): Promise<number> {
    const rules = await this.rules.active();
    const pairs = await this.pairsOf(rules);
    if (pairs.length === 0) return 0;
    const facts = await this.facts.of({ gameId, day }, [...new Set(pairs.map(({ printingId }) => printingId))], daysBeforeOf(rules));
    const game = facts[0]?.card.game;
    if (game === undefined) return 0;
    const byPrinting = new Map<number, CardFact>(facts.map((fact) => [fact.card.printingId, fact]));
    const looked = pairs.flatMap((pair): Looked[] => {
      const fact = byPrinting.get(pair.printingId);
      return fact === undefined ? [] : [{ ...pair, fact, state: { ...fact, target: pair.target } }];
    });
    const byKey = new Map(looked.map((each) => [`${each.rule.id} ${each.printingId}`, each]));
    const verdicts = looked.map(({ rule, printingId, state }): Verdict => ({ ruleId: rule.id, printingId, isMet: isMet(rule.condition, state) }));
    const said = ({ ruleId, printingId }: Verdict): SaidFinding => toFinding(byKey.get(`${ruleId} ${printingId}`) as Looked, day);
    const found = await this.rules.record({ day, now: this.clock.now(), key: `rules:${game}:${day}`, verdicts, said });
    if (found > 0) this.logger.log(`${game} on ${day}: ${found} new finding(s) of ${rules.length} rule(s)`);
    return found;
  }

  private async pairsOf(rules: readonly CardRule[]): Promise<Pair[]> {
    const accountsWith = (scope: CardRule['scope']): string[] => [...new Set(rules.filter((rule) => rule.scope === scope).map(({ account }) => account))];
    const [watched, held] = await Promise.all([this.accountCards.watched(accountsWith('watchlist')), this.accountCards.held(accountsWith('holdings'))]);
    const cardsOf = { watchlist: grouped(watched, ({ account }) => account), holdings: grouped(held, ({ account }) => account) };
    return rules.flatMap((rule): Pair[] => {
      if (rule.scope === 'card') return rule.printingId === null ? [] : [{ rule, printingId: rule.printingId, target: null }];
      return (cardsOf[rule.scope].get(rule.account) ?? []).map(({ printingId, target }) => ({ rule, printingId, target }));
    });
  }
}

function daysBeforeOf(rules: readonly { condition: CardCondition }[]): number[] {
  return [...new Set(rules.flatMap(({ condition }) => (condition.kind === 'rise' || condition.kind === 'fall' ? [condition.days] : [])))];
}

function toFinding({ rule, fact, state }: Looked, day: Day): SaidFinding {
  const { card, currency, signal, confidence } = fact;
  return {
    card_id: card.cardId,
    name: card.name,
    date: day,
    what: metWords(rule.condition, state),
    is_simulated: card.isSimulated,
    signal,
    market_price: toMoney(fact.marketCents, currency),
    fair_value: toMoney(fact.fairValueCents, currency),
    confidence,
    note: rule.note,
  };
}
