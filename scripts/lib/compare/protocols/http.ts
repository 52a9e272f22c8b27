import { Requests } from "../http/requests";
import type { ReadingServer } from "../http/server";
import { KEEP_ALIVE_SECONDS, type Address, type IdlePeriods, type Protocol, type Receiver } from "../protocol";

/** How the readers get theirs, and whether connections stay. */
export type HttpWay = "a connection per request" | "kept alive" | "server-sent events";

const WAITED: IdlePeriods = { up: KEEP_ALIVE_SECONDS, down: KEEP_ALIVE_SECONDS };

/** HTTP/1.1: a POST for each reading, and long polls or server-sent events for those who get it. */
export function http(way: HttpWay, server: ReadingServer): Protocol {
  const staysOpen = way !== "a connection per request";
  return {
    name: `HTTP, ${way}`,
    server: "node:http",
    port: "http",
    isAcknowledged: true,
    // A sender without readings sends nothing. A long poll is answered without a reading, and asked again; a stream gets a comment.
    idle: { sender: {}, receiver: way === "server-sent events" ? { down: KEEP_ALIVE_SECONDS } : WAITED },
    async connectSender(address) {
      const requests = new Requests(address, staysOpen);
      return {
        async send(payload) {
          await requests.whole(
            "POST",
            { "content-type": "text/plain", "content-length": String(payload.length) },
            payload,
          );
        },
        end: async () => requests.end(),
      };
    },
    connectReceiver: (address, index, onReading) =>
      way === "server-sent events"
        ? stream(address, onReading, server)
        : poll(new Requests(address, staysOpen), index, onReading, server),
  };
}

/** Asks for the next reading as soon as it has one. */
async function poll(
  requests: Requests,
  index: number,
  onReading: (payload: string) => void,
  server: ReadingServer,
): Promise<Receiver> {
  let tag = server.tag;
  let isEnding = false;
  const ask = async (): Promise<void> => {
    while (!isEnding) {
      const { response, body } = await requests.whole("GET", { "if-none-match": tag });
      tag = response.headers.etag ?? tag;
      if (response.statusCode === 200) onReading(body);
    }
  };
  // Breaking off the last request is how it ends.
  const asking = ask().catch((error: unknown) => {
    if (!isEnding) throw error;
  });
  const ready = (): Promise<void> => server.waiting(index + 1);
  await ready();
  return {
    ready,
    keepAlive: async () => server.keepAlive(),
    async end() {
      isEnding = true;
      requests.end();
      await asking;
    },
  };
}

async function stream(
  address: Address,
  onReading: (payload: string) => void,
  server: ReadingServer,
): Promise<Receiver> {
  const requests = new Requests(address, true);
  const response = await requests.head("GET", { accept: "text/event-stream" });
  let rest = "";
  response.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data: ")) onReading(line.slice("data: ".length));
  });
  response.on("error", () => undefined);
  return {
    keepAlive: async () => server.keepAlive(),
    end: async () => requests.end(),
  };
}
