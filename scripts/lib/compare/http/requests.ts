import { once } from "node:events";
import {
  Agent,
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { NAME, type Address } from "../protocol";
import { authorization } from "./server";

/** One client of HTTP, by Node.js's own. */
export class Requests {
  readonly #agent: Agent;
  readonly #options: RequestOptions;
  readonly #request: typeof plainRequest;
  readonly #headers: Record<string, string>;
  readonly #running = new Set<ClientRequest>();

  /** @param keepAlive Whether its connection stays for the next request */
  constructor({ host, port, user, ca }: Address, keepAlive: boolean) {
    const agentOptions = { keepAlive, maxSockets: 1, noDelay: true };
    // One that does not stay resumes the session of TLS of the one before, as clients do.
    this.#agent =
      ca === undefined ? new Agent(agentOptions) : new SecureAgent({ ...agentOptions, ca, servername: "localhost" });
    this.#request = ca === undefined ? plainRequest : secureRequest;
    this.#options = { host, port, path: `/${NAME}` };
    this.#headers = { authorization: authorization(user) };
  }

  /**
   * Asks, and waits for the head of the answer.
   * @throws Error when the server does not take the request
   */
  async head(method: "GET" | "POST", headers: Record<string, string>, body?: string): Promise<IncomingMessage> {
    const request = this.#request({
      ...this.#options,
      agent: this.#agent,
      method,
      headers: { ...this.#headers, ...headers },
    });
    this.#running.add(request);
    request.on("close", () => this.#running.delete(request));
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const { statusCode = 0 } = response;
    if (statusCode >= 400) throw new Error(`HTTP status ${statusCode}`);
    return response;
  }

  /** Asks, and waits for all of the answer. */
  async whole(
    method: "GET" | "POST",
    headers: Record<string, string>,
    body?: string,
  ): Promise<{ response: IncomingMessage; body: string }> {
    const response = await this.head(method, headers, body);
    let text = "";
    for await (const chunk of response.setEncoding("utf8")) text += chunk;
    return { response, body: text };
  }

  /** Breaks off what still runs, and closes what was kept. */
  end(): void {
    for (const request of this.#running) request.destroy();
    this.#agent.destroy();
  }
}
