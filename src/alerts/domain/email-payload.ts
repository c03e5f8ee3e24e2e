import { fit, footerOf, headingOf, type Message } from './message.js';

/** Longer subjects are cut by readers anyway. */
const MAX_SUBJECT = 200;

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt: most readers show a repeat once. */
  readonly messageId: string;
}

/** Subject and text of a mail. The subject is one line: a line break in a title cannot add a header. */
export function mailContent(message: Message): MailContent {
  const facts = Object.entries(message.subject).map(([name, value]) => `${name}: ${value ?? 'not known'}`);
  return {
    subject: fit(`PokeWatch ${headingOf(message)}`, MAX_SUBJECT),
    text: [message.text, ...(facts.length === 0 ? [] : [facts.join('\n')]), footerOf(message)].join('\n\n') + '\n',
    messageId: `<delivery-${message.deliveryId}-${message.at.getTime()}@pokewatch>`,
  };
}
