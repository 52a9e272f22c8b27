import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { NAME, type User } from "../protocol";

const HOST = "127.0.0.1";

/** How long a request may take: longer than a reader is left waiting. */
const NO_LIMIT = 0;

/** What somebody logs in with, in each request. RFC 7617 */
export function authorization({ username, password }: User): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/**
 * The smallest server that hands readings on by HTTP. `POST` brings one. `GET` waits for the one behind the entity tag that it names in
 * `If-None-Match` (a long poll); with `Accept: text/event-stream` it gets each as a server-sent event.
 */
export class ReadingServer {
  readonly #servers: { plain: ReturnType<typeof createServer>; secure: ReturnType<typeof createSecureServer> };
  readonly #authorization: string;
  readonly #streams = new Set<ServerResponse>();
  readonly #waiting = new Set<ServerResponse>();
  #reading = "";
  /** How many readings there were: the entity tag. */
  #count = 0;
  readonly #events = new EventEmitter();

  private constructor(user: User, identity: { cert: string; key: string }) {
    this.#authorization = authorization(user);
    // Every reader may be waited for.
    this.#events.setMaxListeners(0);
    const listener: RequestListener = (request, response) => this.#answer(request, response);
    const options = { requestTimeout: NO_LIMIT, noDelay: true };
    this.#servers = {
      plain: createServer(options, listener),
      secure: createSecureServer({ ...options, ...identity }, listener),
    };
  }

  static async start(user: User, identity: { cert: string; key: string }): Promise<ReadingServer> {
    const server = new ReadingServer(user, identity);
    for (const each of Object.values(server.#servers)) {
      each.listen(0, HOST);
      await once(each, "listening");
    }
    return server;
  }

  get ports(): { plain: number; secure: number } {
    const { plain, secure } = this.#servers;
    return { plain: (plain.address() as AddressInfo).port, secure: (secure.address() as AddressInfo).port };
  }

  /** Resolves once so many readers wait for the next reading. */
  async waiting(count: number): Promise<void> {
    while (this.#waiting.size < count) await once(this.#events, "waiting");
  }

  /** What shows the readers that it is there: a comment to each stream, and an answer without a reading to who waits. */
  keepAlive(): void {
    for (const stream of this.#streams) stream.write(":\n\n");
    for (const response of this.#waiting) response.writeHead(304, { etag: this.tag }).end();
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    for (const each of Object.values(this.#servers)) {
      const closed = once(each, "close");
      each.close();
      each.closeAllConnections();
      await closed;
    }
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization !== this.#authorization) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end();
    } else if (request.url !== `/${NAME}`) {
      response.writeHead(404).end();
    } else if (request.method === "POST") {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        this.#take(body);
        response.writeHead(204).end();
      });
    } else if (request.headers.accept === "text/event-stream") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).flushHeaders();
      this.#streams.add(response);
      response.on("close", () => this.#streams.delete(response));
    } else if (request.headers["if-none-match"] === this.tag) {
      this.#waiting.add(response);
      response.on("close", () => this.#waiting.delete(response));
      this.#events.emit("waiting");
    } else {
      this.#give(response);
    }
  }

  #take(reading: string): void {
    this.#reading = reading;
    this.#count++;
    for (const response of this.#waiting) this.#give(response);
    this.#waiting.clear();
    for (const stream of this.#streams) stream.write(`data: ${reading}\n\n`);
  }

  #give(response: ServerResponse): void {
    const headers = { etag: this.tag, "content-type": "text/plain", "content-length": this.#reading.length };
    response.writeHead(200, headers).end(this.#reading);
  }

  /** The entity tag of the latest reading. */
  get tag(): string {
    return `"${this.#count}"`;
  }
}
