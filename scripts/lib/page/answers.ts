import type { IncomingMessage, ServerResponse } from "node:http";

/** What every answer says: nothing from elsewhere is loaded or run, and no other page may show it, read it or guess its kind. */
const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
};

export function answer(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...HEADERS, "content-type": type }).end(body);
}

/** An error in words, which the page shows. */
export function refuse(response: ServerResponse, status: number, error: string): void {
  answer(response, status, "application/json; charset=utf-8", JSON.stringify({ error }));
}

/** Begins an answer that goes on for as long as the page is open. */
export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream; charset=utf-8" });
}

/** @returns undefined where it is longer than `most` bytes; what is too much is not kept */
export async function bodyOf(request: IncomingMessage, most: number): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
