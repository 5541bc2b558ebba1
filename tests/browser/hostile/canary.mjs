// A server of an attacker: it counts who comes, by TCP and UDP, and answers so that browsers go on.
// A connection counts, whether a request follows on it or not.
import dgram from 'node:dgram';
import http from 'node:http';

const BODIES = {
  js: ['text/javascript', 'export default 1'],
  css: ['text/css', 'p{}'],
  html: ['text/html', '<title>canary</title>'],
  events: ['text/event-stream', 'data: 1\n\n'],
};

/** Listens on a port of its own. */
export async function canary(name) {
  const server = http.createServer((request, response) => {
    seen.requests++;
    const [mediaType, body] = BODIES[request.url.split('.').pop().split('?')[0]] ?? BODIES.html;
    response.writeHead(200, { 'content-type': mediaType, 'access-control-allow-origin': '*' });
    response.end(body);
  });
  const seen = { name, tcp: 0, udp: 0, requests: 0 };
  server.on('connection', () => seen.tcp++);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  const datagrams = dgram.createSocket('udp4').on('message', () => seen.udp++);
  await new Promise((bound) => datagrams.bind(port, '127.0.0.1', bound));
  return {
    seen,
    host: `evil.localhost:${port}`,
    port,
    close() {
      server.closeAllConnections();
      server.close();
      datagrams.close();
    },
  };
}
