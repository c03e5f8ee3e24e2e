import { fit, footerOf, headingOf, type Message } from './message.js';

/** Characters a message may have. https://core.telegram.org/bots/api#sendmessage */
const MAX_TEXT = 4_096;

export interface TelegramPayload {
  readonly chat_id: string;
  readonly text: string;
  readonly link_preview_options: { readonly is_disabled: true };
}

/** The body of `sendMessage`. Plain text: nothing in it is markup. */
export function telegramPayload(chatId: string, message: Message): TelegramPayload {
  const footer = footerOf(message);
  const text = fit(`${headingOf(message)}\n\n${message.text}`, MAX_TEXT - footer.length - 2);
  return { chat_id: chatId, text: `${text}\n\n${footer}`, link_preview_options: { is_disabled: true } };
}
