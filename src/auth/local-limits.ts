import type { Clock } from '../shared/clock.js';
import { ClientMeters, type Meter } from './client-meters.js';
import type { ClientLimits } from './domain/client-limits.js';
import { chargedDebtUs, debtUs, REFUSED } from './domain/gcra.js';

/** The id of an API key, or an address. */
export type Client = number | string;

/** How a client stands after a request: let in or not, and what it owes by each limit. */
export interface Standing {
  readonly isAdmitted: boolean;
  readonly minuteDebtUs: number;
  readonly dayDebtUs: number;
  readonly atMs: number;
}

export interface RoomForClients {
  readonly keys: number;
  readonly addresses: number;
}

/** Keys are made by an administrator, addresses by whoever likes: they do not share their room. */
const ROOM: RoomForClients = { keys: 20_000, addresses: 80_000 };

/** Limits as this process counts them. */
export class LocalLimits {
  private readonly keys: ClientMeters<Client>;
  private readonly addresses: ClientMeters<Client>;
  /** One for all requests, overwritten by the next: at tens of thousands a second an object each is work for nothing. */
  private readonly standing = { isAdmitted: false, minuteDebtUs: 0, dayDebtUs: 0, atMs: 0 };

  constructor(
    private readonly clock: Clock,
    room: RoomForClients = ROOM,
  ) {
    this.keys = new ClientMeters(room.keys);
    this.addresses = new ClientMeters(room.addresses);
  }

  /** Charges a request to its client, all or nothing. What it returns holds until the next call. */
  charge(client: Client, limits: ClientLimits, cost: number): Standing {
    const { standing } = this;
    const meter = this.measure(client, limits);
    const minute = chargedDebtUs(limits.minute, standing.minuteDebtUs, cost);
    const day = limits.day === undefined ? 0 : chargedDebtUs(limits.day, standing.dayDebtUs, cost);
    standing.isAdmitted = minute !== REFUSED && day !== REFUSED;
    if (standing.isAdmitted) {
      standing.minuteDebtUs = minute;
      standing.dayDebtUs = day;
      this.write(meter ?? this.metersOf(client).open(client, standing.atMs * 1_000), standing);
    }
    return standing;
  }

  /** How the client stands, where a request of this cost would be refused; undefined where it would be let in. Holds until the next call. */
  refusal(client: Client, limits: ClientLimits, cost: number): Standing | undefined {
    this.measure(client, limits);
    const { standing } = this;
    const isRefused = chargedDebtUs(limits.minute, standing.minuteDebtUs, cost) === REFUSED || (limits.day !== undefined && chargedDebtUs(limits.day, standing.dayDebtUs, cost) === REFUSED);
    standing.isAdmitted = false;
    return isRefused ? standing : undefined;
  }

  /** Takes over what was counted elsewhere, so as to go on from there alone. */
  note(client: Client, standing: Standing): void {
    const nowUs = standing.atMs * 1_000;
    this.write(this.metersOf(client).find(client) ?? this.metersOf(client).open(client, nowUs), standing);
  }

  get clientCount(): number {
    return this.keys.size + this.addresses.size;
  }

  private measure(client: Client, limits: ClientLimits): Meter | undefined {
    const meter = this.metersOf(client).find(client);
    const atMs = this.clock.now().getTime();
    const { standing } = this;
    standing.atMs = atMs;
    standing.minuteDebtUs = meter === undefined ? 0 : debtUs(limits.minute, meter.minutePaidOffAtUs, atMs * 1_000);
    standing.dayDebtUs = meter === undefined || limits.day === undefined ? 0 : debtUs(limits.day, meter.dayPaidOffAtUs, atMs * 1_000);
    return meter;
  }

  private write(meter: Meter, { minuteDebtUs, dayDebtUs, atMs }: Standing): void {
    meter.minutePaidOffAtUs = atMs * 1_000 + minuteDebtUs;
    meter.dayPaidOffAtUs = atMs * 1_000 + dayDebtUs;
  }

  private metersOf(client: Client): ClientMeters<Client> {
    return typeof client === 'number' ? this.keys : this.addresses;
  }
}
