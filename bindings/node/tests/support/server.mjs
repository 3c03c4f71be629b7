// A server whose answers a test decides, for what the sandbox does not do.
import { once } from 'node:events';
import { createServer } from 'node:http';

const TOKEN = { access_token: '0'.repeat(32), token_type: 'BearerToken', expires_in: '3599' };

/** Starts a server that hands out tokens and leaves every other request to `answer(request, response)`. */
export async function serve(answer) {
  const server = createServer((request, response) => {
    if (request.url === '/oauth/accesstoken') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(TOKEN));
      return;
    }
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${server.address().port}/v1`;
  return {
    settings: { apiKey: 'key-of-the-test', apiSecret: 'secret-of-the-test', agencyId: '4321', baseUrl },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
