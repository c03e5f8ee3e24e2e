import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly content: string;
}

export type SmtpMood = 'takes' | 'refuses-sign-in' | 'refuses-recipient' | 'is-busy' | 'is-silent' | 'hangs-after-content';

/** Enough of SMTP to take a mail, or to refuse it in the ways mail servers do. */
export interface SmtpServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  mood(mood: SmtpMood): void;
  close(): Promise<void>;
}

export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let mood: SmtpMood = 'takes';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (mood === 'is-silent') return;
    converse(socket, () => mood, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    mood: (next) => (mood = next),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, mood: () => SmtpMood, mails: ReceivedMail[]): void {
  const say = (line: string): boolean => socket.write(`${line}\r\n`);
  let envelope: { from: string; to: string[] } = { from: '', to: [] };
  let content: string[] | undefined;
  let left = '';
  const takeContent = (line: string): void => {
    if (line !== '.') return void content?.push(line);
    mails.push({ ...envelope, content: (content ?? []).join('\n') });
    content = undefined;
    if (mood() !== 'hangs-after-content') say('250 2.0.0 taken as A1B2');
  };
  const takeCommand = (line: string): void => {
    const verb = line.split(' ')[0]?.toUpperCase() ?? '';
    if (verb === 'EHLO') say('250-fake.test\r\n250 AUTH PLAIN LOGIN');
    else if (verb === 'AUTH') say(mood() === 'refuses-sign-in' ? '535 5.7.8 authentication failed' : '235 2.7.0 welcome');
    else if (verb === 'MAIL') {
      envelope = { from: addressIn(line), to: [] };
      say(mood() === 'is-busy' ? '451 4.3.0 try again later' : '250 2.1.0 ok');
    } else if (verb === 'RCPT') {
      if (mood() === 'refuses-recipient') say('550 5.1.1 no such mailbox');
      else {
        envelope.to.push(addressIn(line));
        say('250 2.1.5 ok');
      }
    } else if (verb === 'DATA') {
      content = [];
      say('354 go on');
    } else if (verb === 'QUIT') socket.end('221 2.0.0 bye\r\n');
    else say('250 ok');
  };
  say('220 fake.test ESMTP');
  socket.on('data', (part: Buffer) => {
    const lines = (left + part.toString('utf8')).split('\r\n');
    left = lines.pop() ?? '';
    for (const line of lines) content === undefined ? takeCommand(line) : takeContent(line);
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
