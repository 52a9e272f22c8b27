import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { withoutSecrets } from "../cli/command-line";
import { printable } from "../cli/printable";
import type { Desk } from "../desk/desk";
import { UserError } from "../user-error";
import { MOST_BYTES, parseAction } from "./action";
import { answer, beginEvents, bodyOf, refuse } from "./answers";
import { pageFiles, type PageFile } from "./bundle";
import { createToken, hasOwnHost, hasOwnOrigin, hasToken } from "./guard";
import { listen } from "./listen";
import { Recent } from "./recent";
import { tellPage } from "./stream";

export const DEFAULT_PORT = 8080;
/** Pages that are open at once. */
const MOST_PAGES = 20;

const STRANGER =
  "This page was opened for another start of the command, or without its whole address. Open the address that the terminal shows now.";

/**
 * Serves the page of one or several desks to this computer alone. Whoever has the address that it returns can read and command: behind its
 * `#` stands a token, which a page from elsewhere in the same browser cannot know.
 * @param options.port The first one that is tried; the next free one is taken, unless `moves` is false
 * @throws UserError where it may not move, and another program has it
 */
export async function servePage(
  desks: readonly Desk[],
  { port: first = DEFAULT_PORT, moves = true }: { port?: number; moves?: boolean } = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const files = await pageFiles();
  const token = createToken();
  const followed = desks.map((desk) => ({ desk, recent: new Recent(desk) }));
  const pages = new Set<() => void>();
  let port = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!hasOwnHost(request, port) || !hasOwnOrigin(request, port)) {
      refuse(
        response,
        403,
        `This is not for other pages. The address of the desk begins with http://127.0.0.1:${port}.`,
      );
      return;
    }
    const what = `${request.method} ${(request.url ?? "/").split("?")[0]}`;
    const file: PageFile | undefined = files.get(what);
    if (file !== undefined) {
      answer(response, 200, file.type, file.bytes);
    } else if (!hasToken(request, token)) {
      refuse(response, 403, STRANGER);
    } else if (what === "GET /events") {
      follow(response);
    } else if (what === "POST /action") {
      await act(request, response);
    } else {
      refuse(response, 404, "There is no such thing here.");
    }
  };

  const follow = (response: ServerResponse): void => {
    if (pages.size >= MOST_PAGES) {
      refuse(response, 503, `${MOST_PAGES} pages are open already. Close one.`);
      return;
    }
    beginEvents(response);
    const end = tellPage(response, followed);
    pages.add(end);
    response.on("close", () => pages.delete(end));
  };

  const act = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request, MOST_BYTES);
    if (body === undefined) {
      response.setHeader("connection", "close");
      refuse(response, 413, `That is too long: ${MOST_BYTES / 1e6} MB at most.`);
      return;
    }
    const asked = parseAction(body, desks.length);
    if (asked === undefined) {
      refuse(response, 400, "The desk does not know what that means.");
      return;
    }
    try {
      await desks[asked.desk].perform(asked.action);
      answer(response, 200, "application/json; charset=utf-8", "{}");
    } catch (error) {
      // Nothing is wrong with the question, and browsers write other answers into their consoles.
      refuse(response, 200, words(error));
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      // It went away in the middle of what it said.
      response.destroy();
    });
  });
  port = await listen(server, first, moves);
  return {
    url: `http://127.0.0.1:${port}/#${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        pages.forEach((end) => end());
        followed.forEach(({ recent }) => recent.end());
        server.closeAllConnections();
      }),
  };
}

/** What could not be done, for a person. */
function words(error: unknown): string {
  const lines = error instanceof UserError ? error.lines : [error instanceof Error ? error.message : String(error)];
  return lines.map((line) => printable(withoutSecrets(line))).join("\n");
}
