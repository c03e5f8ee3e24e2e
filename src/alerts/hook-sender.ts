import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { type ClientGiver, ForbiddenTarget, OUTBOUND_CLIENTS, type OutboundLimits } from '../outbound/index.js';
import { BadData } from '../shared/errors.js';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { ChannelAddress, WebhookTarget } from './domain/channel.js';
import { answeredOutcome, type AttemptOutcome, receiptOf, thrownOutcome } from './domain/delivery-outcome.js';
import { discordPayload } from './domain/discord-payload.js';
import type { Message } from './domain/message.js';
import { slackPayload } from './domain/slack-payload.js';
import { telegramPayload } from './domain/telegram-payload.js';
import { signatureHeader, signedText, webhookBody } from './domain/webhook-payload.js';

type HookAddress = Exclude<ChannelAddress, { kind: 'email' }>;

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1_024;
/** Slack takes about one message a second; the others no fewer. */
const LIMITS: OutboundLimits = { requestsPerMinute: 60, burst: 5, concurrency: 1 };
/** Whoever has to wait longer goes back to the outbox. */
const MOST_WAIT_MS = 2_000;
const HEADERS = { 'content-type': 'application/json', 'user-agent': 'PokeWatch' };

/** Posts messages to Slack, Discord, Telegram and any webhook. */
@Injectable()
export class HookSender {
  constructor(
    @Inject(OUTBOUND_CLIENTS) private readonly clients: ClientGiver,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One attempt. A channel has a client of its own: a dead one does not open the circuit of the others. */
  async send(channelId: number, address: HookAddress, message: Message): Promise<AttemptOutcome> {
    const client = this.clients.for({ service: `alert-channel-${channelId}`, metricService: 'alert-channel', limits: LIMITS, headers: HEADERS, isSecretUrl: true, isChosenByCaller: true, maxWaitMs: MOST_WAIT_MS });
    const { body, headers } = this.contentOf(address, message);
    try {
      const url = this.urlOf(address);
      const answer = await client.request({ url, method: 'POST', headers, body, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, isRepeatable: false });
      return answeredOutcome(address.kind, receiptOf(answer.status, answer.body.toString('utf8')));
    } catch (error) {
      if (error instanceof ForbiddenTarget) return { kind: 'forbidden', error: `nothing was sent: ${error.message}` };
      // An endless answer is an answer: what was sent has arrived, and whether it was taken nobody can tell.
      if (error instanceof BadData) return { kind: 'retry', error: error.message, retryAfterSeconds: 0, isUnknown: true };
      return thrownOutcome(address.kind, error);
    }
  }

  private urlOf(address: HookAddress): string {
    if (address.kind !== 'telegram') return address.target.url;
    return `${this.config.telegram.baseUrl}/bot${address.target.bot_token}/sendMessage`;
  }

  private contentOf(address: HookAddress, message: Message): { body: string; headers: Record<string, string> } {
    switch (address.kind) {
      case 'slack':
        return { body: JSON.stringify(slackPayload(message)), headers: {} };
      case 'discord':
        return { body: JSON.stringify(discordPayload(message)), headers: {} };
      case 'telegram':
        return { body: JSON.stringify(telegramPayload(address.target.chat_id, message)), headers: {} };
      case 'webhook':
        return this.signed(address.target, message);
    }
  }

  private signed(target: WebhookTarget, message: Message): { body: string; headers: Record<string, string> } {
    const body = webhookBody(message);
    const unixSeconds = Math.floor(this.clock.now().getTime() / 1_000);
    const hex = createHmac('sha256', target.secret).update(signedText(unixSeconds, body)).digest('hex');
    const replay: Record<string, string> = message.replayId === undefined ? {} : { 'x-pokewatch-replay': String(message.replayId) };
    return { body, headers: { 'x-pokewatch-signature': signatureHeader(unixSeconds, hex), 'x-pokewatch-delivery': String(message.deliveryId), ...replay } };
  }
}
