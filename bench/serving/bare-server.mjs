// Reads a body where there is one, and sends the bytes it was given on standard input.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const bytes = readFileSync(0);
const server = createServer((request, response) => {
  const send = () => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length }).end(bytes);
  if (request.method !== 'POST') return send();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString());
    send();
  });
  return undefined;
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
