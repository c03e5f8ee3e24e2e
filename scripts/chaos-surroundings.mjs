// What the chaos script's workers talk to besides Postgres: a source whose calls fail, and somebody who is told.
import { createServer } from 'node:http';

/** Share of the source's calls that fail, and of the messages that are not taken. */
export const FAIL_RATIO = 0.2;
const KEY = 'pokeprice_business_chaos';

/**
 * A laboratory whose historical source knows each day on that day and no sooner: how many days of history are asked for says which day is
 * being run. A fifth of its calls fails.
 */
export async function startSource({ seed, printings, firstDay }) {
  const { startLab } = await import('../dist/src/lab/index.js');
  const { addDays, dayOf } = await import('../dist/src/shared/day.js');
  const lab = await startLab({ seed, printings, day: firstDay });
  const server = createServer((request, response) => {
    const days = new URL(request.url, lab.url).searchParams.get('days');
    if (days !== null) lab.setDay(addDays(dayOf(new Date()), 1 - Number(days)));
    void forward(request, response, lab.url);
  });
  const url = await listen(server);
  return {
    env: {
      PRICE_SOURCES: 'pokemonpricetracker,tcgcsv', POKEMONPRICETRACKER_API_KEY: KEY, POKEMONPRICETRACKER_CREDITS_PER_DAY: '200000',
      POKEMONPRICETRACKER_BASE_URL: lab.urlOf('pokemonpricetracker').replace(lab.url, url), TCGCSV_BASE_URL: lab.urlOf('tcgcsv'),
    },
    /** Past the relay: the day stays where it is. */
    seedEnv: { POKEMONPRICETRACKER_BASE_URL: lab.urlOf('pokemonpricetracker') },
    breakCalls: () => lab.faults.set('pokemonpricetracker', { failRatio: FAIL_RATIO }),
    calls: () => ({ calls: lab.requests.length, failed: lab.requests.filter((one) => one.status >= 500).length }),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await lab.close();
    },
  };
}

async function forward(request, response, to) {
  const { host: _, connection: __, ...headers } = request.headers;
  try {
    const answer = await fetch(to + request.url, { headers: { ...headers, 'accept-encoding': 'identity' } });
    response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => name !== 'transfer-encoding' && name !== 'connection')));
    response.end(Buffer.from(await answer.arrayBuffer()));
  } catch {
    response.destroy();
  }
}

/** A webhook that refuses a fifth of what it is sent, and remembers the rest. */
export async function startReceiver(random) {
  const heard = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const isTaken = random() >= FAIL_RATIO;
      if (isTaken) heard.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(isTaken ? 204 : 503).end();
    });
  });
  return {
    url: await listen(server),
    /** Messages by what they are about; the same one again, which says so itself, counts once. */
    messages: () => [...new Map(heard.map((one) => [one.id, one])).values()],
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server) {
  return new Promise((done, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`));
  });
}
