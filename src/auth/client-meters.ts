/** What is kept of a client: when it will have paid off what it was let in for, by its two limits. Microseconds of Unix time. */
export interface Meter {
  minutePaidOffAtUs: number;
  dayPaidOffAtUs: number;
}

const LOOKED_AT_PER_NEW_CLIENT = 4;

/**
 * The meters of many clients, never more than so many, in constant time. A hand goes round: each new client moves it on by a few meters, and
 * those that are paid off go. Where the room is full of debtors, the one among those few that owes least is forgotten.
 */
export class ClientMeters<Client> {
  private readonly meters = new Map<Client, Meter>();
  private hand = this.meters.entries();

  constructor(private readonly maxClients: number) {}

  find(client: Client): Meter | undefined {
    return this.meters.get(client);
  }

  open(client: Client, nowUs: number): Meter {
    this.makeRoom(nowUs);
    const meter = { minutePaidOffAtUs: 0, dayPaidOffAtUs: 0 };
    this.meters.set(client, meter);
    return meter;
  }

  get size(): number {
    return this.meters.size;
  }

  private makeRoom(nowUs: number): void {
    let least: Client | undefined;
    let leastUs = Infinity;
    for (let i = 0; i < LOOKED_AT_PER_NEW_CLIENT && this.meters.size > 0; i++) {
      const [client, meter] = this.next();
      const paidOffAtUs = Math.max(meter.minutePaidOffAtUs, meter.dayPaidOffAtUs);
      if (paidOffAtUs <= nowUs) this.meters.delete(client);
      else if (paidOffAtUs < leastUs) [least, leastUs] = [client, paidOffAtUs];
    }
    if (this.meters.size >= this.maxClients && least !== undefined) this.meters.delete(least);
  }

  /** There is at least one meter. */
  private next(): [Client, Meter] {
    let found = this.hand.next();
    if (found.done) {
      this.hand = this.meters.entries();
      found = this.hand.next();
    }
    return found.value as [Client, Meter];
  }
}
