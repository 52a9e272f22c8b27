import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A page of somebody else on this computer, which tries to reach a desk; it is served under every name that leads here. */
export class OtherPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async serve(): Promise<OtherPage> {
    const server = createServer((_, response) => {
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8" })
        .end("<!doctype html><title>other</title>");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new OtherPage(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((closed) => {
      this.#server.close(() => closed());
      this.#server.closeAllConnections();
    });
  }
}

/**
 * What a page can try against another server, each as a script that ends with what came of it: "refused", or what it got. They know all
 * but what stands behind the # of the address, and some of them know that too.
 * @param desk The desk's address without its token
 */
export function attempts(desk: string, token: string, action: string): Record<string, string> {
  const got = (asked: string): string => `${asked}.then(
    async (answer) =>
      // What is opaque cannot be read.
      answer.type === "opaque" || answer.status === 403 ? "refused" : answer.status + " " + (await answer.text()),
    () => "refused",
  )`;
  const [url, body, shown] = [desk, action, token].map((text) => JSON.stringify(text));
  const tag = (name: string, attribute: string, path: string): string => `new Promise((end) => {
    const tag = document.createElement("${name}");
    tag.onload = () => end("got it");
    tag.onerror = () => end("refused");
    tag.${attribute} = ${url} + "${path}";
    document.body.append(tag);
  })`;
  // A form sends name=value: what stands between becomes a part of the JSON.
  const [name, value] = [`${action.slice(0, -1)},"and":"`, '"}'].map((text) => JSON.stringify(text));
  const form = (type: string): string => `new Promise((end) => {
    const frame = Object.assign(document.createElement("iframe"), { name: "answer" });
    const to = ${url} + "/action";
    const form = Object.assign(document.createElement("form"), { method: "post", target: "answer", action: to, enctype: "${type}" });
    form.append(Object.assign(document.createElement("input"), { name: ${name}, value: ${value} }));
    document.body.append(frame, form);
    frame.onload = () => {
      let came = "refused";
      try {
        if (frame.contentWindow.location.href === "about:blank") return;
        came = "got " + frame.contentDocument.body.innerText;
      } catch {}
      frame.remove();
      end(came);
    };
    form.submit();
  })`;
  return {
    "reads events": got(`fetch(${url} + "/events")`),
    "reads events without asking to": got(`fetch(${url} + "/events", { mode: "no-cors" })`),
    "reads events with the token": got(`fetch(${url} + "/events", { headers: { "x-desk-token": ${shown} } })`),
    "follows events": `new Promise((end) => {
      const events = new EventSource(${url} + "/events");
      events.onmessage = ({ data }) => end(data);
      events.onerror = () => { events.close(); end("refused"); };
    })`,
    commands: got(`fetch(${url} + "/action", { method: "POST", body: ${body} })`),
    "commands without asking to": got(`fetch(${url} + "/action", { method: "POST", mode: "no-cors", body: ${body} })`),
    "commands with the token": got(
      `fetch(${url} + "/action", { method: "POST", body: ${body}, headers: { "x-desk-token": ${shown} } })`,
    ),
    "commands by a beacon": `Promise.resolve(navigator.sendBeacon(${url} + "/action", ${body})).then(() => "refused")`,
    "commands by a form of text": form("text/plain"),
    "commands by a form": form("application/x-www-form-urlencoded"),
    "runs the page's script": tag("script", "src", "/page.js"),
    "shows its picture": tag("img", "src", "/icon.svg"),
    "reads the page": got(`fetch(${url} + "/")`),
  };
}
