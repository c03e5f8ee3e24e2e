import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { messageOf } from '../shared/errors.js';
import type { EmailTarget } from './domain/channel.js';
import { type AttemptOutcome, receiptOf } from './domain/delivery-outcome.js';
import { mailContent } from './domain/email-payload.js';
import type { Message } from './domain/message.js';

/** The usual limits of mail servers are minutes; a message that takes so long is sent again instead. */
const STEP_TIMEOUT_MS = 10_000;
const TOTAL_TIMEOUT_MS = 30_000;

interface MailFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

export interface MailTimeouts {
  readonly stepMs: number;
  readonly totalMs: number;
}

/** Sends mail by SMTP, one connection per message: alerts are rare. */
@Injectable()
export class MailClient {
  /** One attempt. A recipient that is refused while others are taken is told in the receipt. */
  async send(target: EmailTarget, message: Message, timeouts: MailTimeouts = { stepMs: STEP_TIMEOUT_MS, totalMs: TOTAL_TIMEOUT_MS }): Promise<AttemptOutcome> {
    const transport = createTransport(transportOptions(target, timeouts.stepMs));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no end after ${timeouts.totalMs} ms`)), timeouts.totalMs);
    });
    const { subject, text, messageId } = mailContent(message);
    try {
      const sending = transport.sendMail({ from: target.from, to: [...target.to], subject, text, messageId, disableFileAccess: true, disableUrlAccess: true });
      const sent = await Promise.race([sending, late]);
      const refused = sent.rejected;
      return { kind: 'delivered', receipt: receiptOf(replyCode(sent.response) ?? 250, `${sent.response}${refused.length === 0 ? '' : ` (refused: ${refused.join(', ')})`}`) };
    } catch (error) {
      return failedOutcome(error);
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  }
}

function transportOptions(target: EmailTarget, stepMs: number) {
  const { host, port, security, user, password } = target;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    // Later than the greeting: what ends first says whether anything can have been sent.
    socketTimeout: 2 * stepMs,
    dnsTimeout: stepMs,
  };
}

/** 5xx is for good: at sign-in the channel is gone, at anything else this message. 4xx and silence are worth another attempt. */
function failedOutcome(error: unknown): AttemptOutcome {
  const { code, responseCode, response } = error as MailFailure;
  const text = messageOf(error);
  if (code === 'EAUTH' && (responseCode === undefined || responseCode >= 500)) return { kind: 'gone', error: text, receipt: receiptOf(responseCode ?? 0, response ?? text) };
  if (responseCode !== undefined && responseCode >= 500) return { kind: 'refused', error: text, receipt: receiptOf(responseCode, response ?? text) };
  // What never came to a conversation has not arrived; what broke off in one may have.
  const isUnknown = responseCode === undefined && code !== 'EDNS' && !/^(Connection timeout|Greeting never received|connect E|getaddrinfo)/.test(text);
  return { kind: 'retry', error: text, retryAfterSeconds: 0, isUnknown };
}

function replyCode(response: string): number | undefined {
  const code = Number.parseInt(response, 10);
  return Number.isNaN(code) ? undefined : code;
}
