import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The header in which a page shows the token. A page from elsewhere cannot send it: no browser would, without being allowed to first. */
export const TOKEN_HEADER = "x-desk-token";

/** As long as nobody guesses it. */
const TOKEN_BYTES = 24;

export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/**
 * Whether a request names this server by an address of this computer. A page whose own name was made to lead here (DNS rebinding) names
 * the server by that name.
 */
export function hasOwnHost({ headers }: Pick<IncomingMessage, "headers">, port: number): boolean {
  return headers.host !== undefined && hosts(port).includes(headers.host);
}

/** Whether it comes from the page of this server, or from no page at all. What changes something says where it comes from. */
export function hasOwnOrigin({ headers, method }: Pick<IncomingMessage, "headers" | "method">, port: number): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (headers.origin === undefined) return method === "GET";
  return hosts(port).some((host) => headers.origin === `http://${host}`);
}

export function hasToken({ headers }: Pick<IncomingMessage, "headers">, token: string): boolean {
  const shown = Buffer.from(String(headers[TOKEN_HEADER] ?? ""));
  const expected = Buffer.from(token);
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

function hosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}
