import { z } from 'zod';
import { BadData } from '../shared/errors.js';
import { CHANNEL_KINDS, type ChannelAddress, type ChannelKind, MAIL_SECURITIES } from './domain/channel.js';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const MAX_ADDRESSES = 50;

/** A secret address goes over the wire encrypted; in the clear only within this machine. */
const secretUrl = z.url({ protocol: /^https?$/, error: 'expected the https:// address the service gave you' }).max(2_000)
  .refine((url) => isEncryptedOrLocal(url), 'expected https:// (http:// only for an address of this machine)');
const anyUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' }).max(2_000);
const mailAddress = z.email('expected an address such as owner@example.com').max(320);

const hook = z.strictObject({ url: secretUrl });
const TARGETS = {
  slack: hook,
  discord: hook,
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
 * @throws BadData that names each field and what would be accepted; never the value, which may be a secret
 */
export function toAddress(kind: ChannelKind, target: unknown): ChannelAddress {
  const parsed = TARGETS[kind].safeParse(target);
  if (parsed.success) return { kind, target: parsed.data } as ChannelAddress;
  const problems = parsed.error.issues.map((issue) => `target${issue.path.length === 0 ? '' : `.${issue.path.join('.')}`}: ${issue.message}`);
  throw new BadData(`The target of a ${kind} channel cannot be used (values hidden): ${problems.join('; ')}.`);
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
