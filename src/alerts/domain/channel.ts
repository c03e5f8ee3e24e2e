export const CHANNEL_KINDS = ['slack', 'discord', 'telegram', 'webhook', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** `reconnect_needed`: the other side says the channel is gone; a person must give it a new target. */
export const CHANNEL_STATES = ['active', 'muted', 'reconnect_needed'] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

/** What a channel of the operator may be told of: alerts, and the new signals of a day. */
export const CHANNEL_EVENTS = ['alerts', 'signals'] as const;
export type ChannelEvent = (typeof CHANNEL_EVENTS)[number];
/** Where nothing is said. */
export const DEFAULT_EVENTS: readonly ChannelEvent[] = ['alerts'];

/** Where a Slack or Discord message goes. The whole address is a secret: who has it may post. */
export interface HookTarget {
  readonly url: string;
}

export interface WebhookTarget {
  readonly url: string;
  /** Signs each body. */
  readonly secret: string;
}

/** A bot and whom it writes to. The token is a secret: who has it is the bot. */
export interface TelegramTarget {
  readonly bot_token: string;
  readonly chat_id: string;
}

export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;

export interface EmailTarget {
  readonly host: string;
  readonly port: number;
  /** tls: from the first byte; starttls: asked for and insisted on; none: in the clear, for a relay on the same machine. */
  readonly security: (typeof MAIL_SECURITIES)[number];
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
}

/** What a channel is addressed with. Never leaves the module: see {@link targetHint}. */
export type ChannelAddress =
  | { readonly kind: 'slack'; readonly target: HookTarget }
  | { readonly kind: 'discord'; readonly target: HookTarget }
  | { readonly kind: 'telegram'; readonly target: TelegramTarget }
  | { readonly kind: 'webhook'; readonly target: WebhookTarget }
  | { readonly kind: 'email'; readonly target: EmailTarget };

/** A tail of a secret this short would tell too much of it. */
const SHORTEST_SHOWN = 24;
const TAIL = 4;

const tailOf = (secret: string): string => (secret.length >= SHORTEST_SHOWN ? secret.slice(-TAIL) : '');

/** Enough to tell two channels apart, too little to post: the host and the last 4 characters of a long secret. */
export function targetHint(address: ChannelAddress): string {
  if (address.kind === 'email') {
    const { host, port, from, to, user } = address.target;
    return `${from} -> ${to.join(', ')} by ${host}:${port}${user === undefined ? '' : ' (signed in)'}`;
  }
  if (address.kind === 'telegram') return `bot ${address.target.bot_token.split(':')[0]} -> chat ${address.target.chat_id}`;
  const { url } = address.target;
  const { origin, pathname, search } = new URL(url);
  return `${origin}/…${tailOf(`${pathname}${search}`)}`;
}

/** What must not be written anywhere, longest first: an address holds its own token. */
export function secretsOf(address: ChannelAddress): string[] {
  if (address.kind === 'email') {
    const { password, user } = address.target;
    return password === undefined ? [] : [password, base64(password), base64(`\u0000${user ?? ''}\u0000${password}`)].toSorted(byLength);
  }
  if (address.kind === 'telegram') return [address.target.bot_token, address.target.bot_token.split(':')[1] ?? ''].filter((each) => each.length >= 4);
  const { url } = address.target;
  const { pathname, search, username, password, href } = new URL(url);
  const path = pathname.length > 1 ? pathname : '';
  const parts = path.split('/').filter((part) => part.length >= 8);
  const secret = address.kind === 'webhook' ? address.target.secret : '';
  return [url, href, `${path}${search}`, path, search.slice(1), username, password, secret, ...parts].filter((each) => each.length >= 4).toSorted(byLength);
}

/** The text without the secrets: what others say about a failure often quotes the address. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '(hidden)'), text);
}

const byLength = (a: string, b: string): number => b.length - a.length;

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
