import { fit, footerOf, headingOf, type Message, type Severity } from './message.js';

/** Limits of the service, in characters. https://discord.com/developers/docs/resources/webhook#execute-webhook */
const MAX_CONTENT = 2_000;
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 4_096;
const MAX_FOOTER = 2_048;
const COLOURS: Readonly<Record<Severity, number>> = { info: 0x3b82f6, warning: 0xf59e0b, critical: 0xdc2626 };
const RECOVERED = 0x16a34a;

export interface DiscordPayload {
  readonly content: string;
  readonly embeds: readonly object[];
  readonly allowed_mentions: { readonly parse: readonly string[] };
}

/** The body of a Discord webhook. Whatever the text says, nobody is mentioned by it. */
export function discordPayload(message: Message): DiscordPayload {
  return {
    content: fit(headingOf(message), MAX_CONTENT),
    embeds: [
      {
        title: fit(message.title, MAX_TITLE),
        description: fit(message.text, MAX_DESCRIPTION),
        color: message.kind === 'recover' ? RECOVERED : COLOURS[message.severity],
        footer: { text: fit(footerOf(message), MAX_FOOTER) },
        timestamp: message.at.toISOString(),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}
