import { Injectable } from '@nestjs/common';
import { messageOf } from '../shared/errors.js';
import { type ChannelAddress, redact, secretsOf } from './domain/channel.js';
import type { AttemptOutcome } from './domain/delivery-outcome.js';
import type { Message } from './domain/message.js';
import { HookSender } from './hook-sender.js';
import { MailClient } from './mail.client.js';

/** Sends to whatever kind of channel. */
@Injectable()
export class MessageSender {
  constructor(
    private readonly hooks: HookSender,
    private readonly mail: MailClient,
  ) {}

  /** One attempt that never throws, and whose outcome holds none of the channel's secrets. */
  async send(channelId: number, address: ChannelAddress, message: Message): Promise<AttemptOutcome> {
    const outcome = await this.attempt(channelId, address, message);
    const secrets = secretsOf(address);
    const hide = (text: string): string => redact(text, secrets);
    return {
      ...outcome,
      ...('error' in outcome ? { error: hide(outcome.error) } : {}),
      ...('receipt' in outcome ? { receipt: { ...outcome.receipt, answer: hide(outcome.receipt.answer) } } : {}),
    } as AttemptOutcome;
  }

  private async attempt(channelId: number, address: ChannelAddress, message: Message): Promise<AttemptOutcome> {
    try {
      return address.kind === 'email' ? await this.mail.send(address.target, message) : await this.hooks.send(channelId, address, message);
    } catch (error) {
      return { kind: 'retry', error: messageOf(error), retryAfterSeconds: 0, isUnknown: true };
    }
  }
}
