import { fit, footerOf, headingOf, type Message } from './message.js';

/** Slack refuses a section text beyond 3 000 characters. */
const MAX_SECTION = 3_000;
const MAX_HEADING = 300;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (character: string): string => ESCAPES[character] ?? character;

export interface SlackPayload {
  readonly text: string;
  readonly blocks: readonly object[];
}

/**
 * The body of a Slack incoming webhook. `&`, `<` and `>` are escaped, so that no text becomes a link or calls the channel
 * (`<!channel>`). https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackPayload(message: Message): SlackPayload {
  const heading = fit(headingOf(message), MAX_HEADING, escape);
  return {
    text: heading,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${heading}*\n${fit(message.text, MAX_SECTION - heading.length - 3, escape)}` } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: fit(footerOf(message), MAX_SECTION, escape) }] },
    ],
  };
}
