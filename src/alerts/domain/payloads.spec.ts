import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordPayload } from './discord-payload.js';
import { mailContent } from './email-payload.js';
import { fit, type Message } from './message.js';
import { slackPayload } from './slack-payload.js';
import { signatureHeader, signedText, webhookBody } from './webhook-payload.js';

const message = (more: Partial<Message> = {}): Message => ({
  deliveryId: 12,
  kind: 'raise',
  key: 'failed:daily:pokemon:2026-03-01',
  severity: 'critical',
  title: 'The daily run failed',
  text: 'price < 0 & "low" > <!channel>',
  subject: { game: 'pokemon', rows: 3, last: null },
  at: new Date('2026-03-01T21:31:00Z'),
  mayBeRepeat: false,
  ...more,
});

describe('the body for Slack', () => {
  it('escapes &, < and >, so that no text calls the channel', () => {
    expect(slackPayload(message())).toEqual({
      text: '[critical] The daily run failed',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '*[critical] The daily run failed*\nprice &lt; 0 &amp; "low" &gt; &lt;!channel&gt;' } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'failed:daily:pokemon:2026-03-01 - 2026-03-01T21:31:00.000Z' }] },
      ],
    });
  });

  it('keeps a section within 3000 characters and cuts no escape in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '&', 'a', '😀'), maxLength: 2_000 }), (text) => {
        const section = (slackPayload(message({ text, title: text })).blocks[0] as { text: { text: string } }).text.text;
        expect(section.length).toBeLessThanOrEqual(3_000);
        expect(section.replaceAll(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      }),
    );
  });
});

describe('the body for Discord', () => {
  it('is content and one embed, and mentions nobody', () => {
    expect(discordPayload(message({ text: '@everyone look', mayBeRepeat: true }))).toEqual({
      content: '[critical] The daily run failed',
      embeds: [
        {
          title: 'The daily run failed',
          description: '@everyone look',
          color: 0xdc2626,
          footer: { text: 'failed:daily:pokemon:2026-03-01 - 2026-03-01T21:31:00.000Z - may be a repeat' },
          timestamp: '2026-03-01T21:31:00.000Z',
        },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('is cut to 2000, 256 and 4096 characters, and is green when it is over', () => {
    const long = discordPayload(message({ kind: 'recover', title: 'x'.repeat(3_000), text: 'y'.repeat(5_000) }));
    const embed = long.embeds[0] as { title: string; description: string; color: number };
    expect([long.content.length, embed.title.length, embed.description.length, embed.color]).toEqual([2_000, 256, 4_096, 0x16a34a]);
  });
});

describe('the body for a webhook', () => {
  it('is this text, key by key', () => {
    expect(webhookBody(message({ kind: 'recover', mayBeRepeat: true }))).toBe(
      '{"version":1,"id":"12","event":"recover","key":"failed:daily:pokemon:2026-03-01","severity":"critical","title":"The daily run failed",' +
        '"text":"price < 0 & \\"low\\" > <!channel>","subject":{"game":"pokemon","rows":3,"last":null},"at":"2026-03-01T21:31:00.000Z","may_be_repeat":true}',
    );
  });

  it('is signed together with the instant', () => {
    expect(signedText(1_772_400_660, '{}')).toBe('1772400660.{}');
    expect(signatureHeader(1_772_400_660, 'ab12')).toBe('t=1772400660,v1=ab12');
  });
});

describe('a mail', () => {
  it('has a subject of one line, the facts, and the same id at every attempt', () => {
    const mail = mailContent(message({ title: 'failed\r\nBcc: all@example.com' }));
    expect(mail.subject).toBe('PokeWatch [critical] failed Bcc: all@example.com');
    expect(mail.text).toBe('price < 0 & "low" > <!channel>\n\ngame: pokemon\nrows: 3\nlast: not known\n\nfailed:daily:pokemon:2026-03-01 - 2026-03-01T21:31:00.000Z\n');
    expect(mailContent(message({ mayBeRepeat: true })).messageId).toBe(mailContent(message()).messageId);
  });
});

describe('fit', () => {
  it('leaves a text that fits, and shows where it cut one that does not', () => {
    expect(fit('abcd', 4)).toBe('abcd');
    expect(fit('abcde', 4)).toBe('abc…');
  });
});
