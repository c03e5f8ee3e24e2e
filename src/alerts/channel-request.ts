import { z } from 'zod';
import type { FieldProblem, ProblemMembers } from '../http/index.js';
import type { TargetGuard } from '../outbound/index.js';
import { BadData } from '../shared/errors.js';
import { CHANNEL_KINDS, type ChannelAddress, type ChannelKind, MAIL_SECURITIES } from './domain/channel.js';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const MAX_ADDRESSES = 50;
const NO_USER = 'expected an address without user and password';

/** A secret address goes over the wire encrypted; in the clear only within this machine. */
const secretUrl = z.url({ protocol: /^https?$/, error: 'expected the https:// address the service gave you' }).max(2_000)
  .refine((url) => isEncryptedOrLocal(url), 'expected https:// (http:// only for an address of this machine)').refine((url) => hasNoUser(url), NO_USER);
const anyUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' }).max(2_000).refine((url) => hasNoUser(url), NO_USER);
const mailAddress = z.email('expected an address such as owner@example.com').max(320);

const hook = z.strictObject({ url: secretUrl });
const TARGETS = {
  slack: hook,
  discord: hook,
  telegram: z.strictObject({
    bot_token: z.string('expected the token that BotFather gave you').regex(/^\d{3,20}:[\w-]{20,100}$/, 'expected the token that BotFather gave you, such as 123456:ABC-DEF…'),
    chat_id: z.string('expected the id of a chat, as text').regex(/^(-?\d{1,20}|@\w{5,32})$/, 'expected the id of a chat, such as 12345678, or @name of a public channel'),
  }),
  webhook: z.strictObject({ url: anyUrl, secret: z.string('expected at least 16 characters, to sign bodies with').min(16, 'expected at least 16 characters').max(500) }),
  email: z
    .strictObject({
      host: z.string('expected the name of a mail server').min(1).max(253).regex(/^[A-Za-z0-9.:-]+$/, 'expected the name or address of a mail server'),
      port: z.int('expected a port such as 587').min(1).max(65_535).default(587),
      security: z.enum(MAIL_SECURITIES, `expected one of ${MAIL_SECURITIES.join(', ')}`).default('starttls'),
      user: z.string().min(1).max(320).optional(),
      password: z.string().min(1).max(1_000).optional(),
      from: mailAddress,
      to: z.array(mailAddress, 'expected a list of addresses').min(1, 'expected at least one address').max(MAX_ADDRESSES),
    })
    .refine((mail) => (mail.user === undefined) === (mail.password === undefined), { path: ['password'], message: 'expected user and password together, or neither' }),
} as const;

/**
 * The settings of a target as somebody sent them -> a checked address.
 *
 * @throws UnusableTarget that names each field and what would be accepted
 */
export function toAddress(kind: ChannelKind, target: unknown): ChannelAddress {
  const parsed = TARGETS[kind].safeParse(target);
  if (parsed.success) return { kind, target: parsed.data } as ChannelAddress;
  throw new UnusableTarget(kind, parsed.error.issues.map((issue) => ({ path: ['target', ...issue.path.map(String)], reason: issue.message })));
}

/** @throws UnusableTarget where the address is, or resolves to, one that we do not send to */
export async function requireSendable(address: ChannelAddress, guard: Pick<TargetGuard, 'check'>): Promise<void> {
  // Where mail and Telegram are is not said by who adds the channel.
  if (address.kind === 'email' || address.kind === 'telegram') return;
  try {
    await guard.check(new URL(address.target.url));
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    throw new UnusableTarget(address.kind, [{ path: ['target', 'url'], reason: error.message }]);
  }
}

/** Names each field, and never the value: it may be a secret. */
class UnusableTarget extends BadData implements ProblemMembers {
  readonly problemMembers: { errors: FieldProblem[] };

  constructor(kind: ChannelKind, fields: readonly { path: readonly string[]; reason: string }[]) {
    const sentences = fields.map(({ path, reason }) => `${path.join('.')}: ${reason}`);
    super(`The target of a ${kind} channel cannot be used (values hidden): ${sentences.join('; ')}.`);
    const errors = fields.map(({ path }, i) => ({ in: 'body', pointer: `#/${path.join('/')}`, detail: sentences[i] as string, code: 'invalid' }));
    this.problemMembers = { errors };
  }
}

/** @throws BadData where there is no such kind */
export function toKind(text: string): ChannelKind {
  const kind = CHANNEL_KINDS.find((each) => each === text);
  if (kind === undefined) throw new BadData(`kind "${text}" is not known; expected one of ${CHANNEL_KINDS.join(', ')}.`);
  return kind;
}

function isEncryptedOrLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname);
}

function hasNoUser(url: string): boolean {
  const { username, password } = new URL(url);
  return username === '' && password === '';
}
