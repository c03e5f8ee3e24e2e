import type { Message } from './message.js';

/** Changes when a field is taken away or means something else. */
const VERSION = 1;

/** The body of a generic webhook, as the exact text that is signed. Keys are in this order. */
export function webhookBody(message: Message): string {
  return JSON.stringify({
    version: VERSION,
    id: String(message.deliveryId),
    event: message.kind,
    key: message.key,
    severity: message.severity,
    title: message.title,
    text: message.text,
    subject: message.subject,
    at: message.at.toISOString(),
    may_be_repeat: message.mayBeRepeat,
    ...(message.signals === undefined ? {} : { signals: message.signals }),
    ...(message.rules === undefined ? {} : { rules: message.rules }),
  });
}

/** What the signature is computed over: binding the instant to the body keeps an old body from being sent again. */
export function signedText(unixSeconds: number, body: string): string {
  return `${unixSeconds}.${body}`;
}

/** The value of `X-PokeWatch-Signature`. */
export function signatureHeader(unixSeconds: number, hex: string): string {
  return `t=${unixSeconds},v1=${hex}`;
}
