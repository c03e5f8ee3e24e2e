import type { RulesContent } from './rules-content.js';
import type { SignalsContent } from './signals-content.js';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an alert is about: ids and figures, for whoever reads it by machine. */
export type AlertSubject = Readonly<Record<string, string | number | boolean | null>>;

export const DELIVERY_KINDS = ['raise', 'recover', 'test', 'signals', 'rules'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** What a channel is given to say. */
export interface Message {
  /** The same for every attempt and replay: a receiver that has seen it can drop the repeat. */
  readonly deliveryId: number;
  /** The delivery that repeats it, where somebody asked for that. */
  readonly replayId?: number;
  readonly kind: DeliveryKind;
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly subject: AlertSubject;
  /** When it was raised, or came good. */
  readonly at: Date;
  /** An earlier attempt ended without an answer: it may have arrived. */
  readonly mayBeRepeat: boolean;
  /** Only of signals, and only for who reads it by machine. */
  readonly signals?: SignalsContent;
  /** Only of what a person's rules found. */
  readonly rules?: RulesContent;
}

const MARKS: Readonly<Record<DeliveryKind, string>> = { raise: '', recover: 'Recovered: ', test: 'Test: ', signals: '', rules: '' };

/** One line: what happened, and whether it is over. */
export function headingOf(message: Message): string {
  const severity = message.kind === 'raise' ? `[${message.severity}] ` : '';
  return `${severity}${MARKS[message.kind]}${message.title}`.replaceAll(/\s+/g, ' ').trim();
}

/** Key and instant, and a word where the message may have been said before. */
export function footerOf(message: Message): string {
  return `${message.key} - ${message.at.toISOString()}${message.mayBeRepeat ? ' - may be a repeat' : ''}`;
}

/** The text within `length` characters of its escaped form; what is cut is shown by an ellipsis, and no escape is cut in two. */
export function fit(text: string, length: number, escape: (character: string) => string = (same) => same): string {
  const characters = [...text].map(escape);
  if (characters.reduce((sum, each) => sum + each.length, 0) <= length) return characters.join('');
  let fitting = '';
  for (const character of characters) {
    if (fitting.length + character.length > length - 1) break;
    fitting += character;
  }
  return `${fitting}…`;
}
