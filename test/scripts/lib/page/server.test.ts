import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeskNews } from "../../../../scripts/lib/desk/protocol";
import { MOST_BYTES } from "../../../../scripts/lib/page/action";
import { servePage } from "../../../../scripts/lib/page/server";
import { UserError } from "../../../../scripts/lib/user-error";
import { ask, ownHeaders } from "./ask";
import { boardToShow } from "./board-to-show";
import { DeskToShow } from "./desk-to-show";

describe("the server of the page", function () {
  // The first one makes the page.
  this.timeout(60_000);
  let desks: DeskToShow[];
  let page: Awaited<ReturnType<typeof servePage>>;
  let own: Record<string, string>;

  beforeEach(async () => {
    desks = [new DeskToShow(), new DeskToShow(boardToShow("freezer"))];
    page = await servePage(desks, { port: 18_080 });
    own = ownHeaders(page.url);
  });

  afterEach(() => page.close());

  function act(action: unknown, headers = own, desk: unknown = 0) {
    return ask(page.url, "/action", { method: "POST", headers, body: JSON.stringify({ desk, action }) });
  }

  /** What the page is told, until `enough` of it came. */
  async function told(enough: (news: DeskNews[]) => boolean): Promise<DeskNews[]> {
    const ended = new AbortController();
    const response = await fetch(new URL("/events", page.url), { headers: own, signal: ended.signal });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
    const news: DeskNews[] = [];
    let rest = "";
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) {
      const events = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      events.forEach((event) => news.push(JSON.parse(event.replace(/^data: /, "")) as DeskNews));
      if (enough(news)) break;
    }
    ended.abort();
    return news;
  }

  it("is reached under an address of this computer alone, with a token that nobody can guess", async () => {
    const { hostname, hash } = new URL(page.url);
    assert.equal(hostname, "127.0.0.1");
    assert.match(hash, /^#[\w-]{32}$/);
    const other = await servePage(desks, { port: 18_080 });
    assert.notEqual(new URL(other.url).hash, hash);
    await other.close();
  });

  it("takes the next port when one is taken", async () => {
    const taken = createServer().listen(18_090, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    await assert.rejects(servePage(desks, { port: 18_090, moves: false }), /port 18090 is taken; leave --port out/);
    const next = await servePage(desks, { port: 18_090 });
    assert.equal(new URL(next.url).port, "18091");
    await next.close();
    taken.close();
  });

  it("gives the page to who asks, with nothing from elsewhere allowed in it", async () => {
    for (const [path, type] of [
      ["/", "text/html"],
      ["/page.js", "text/javascript"],
      ["/page.css", "text/css"],
      ["/icon.svg", "image/svg+xml"],
    ]) {
      const { status, headers, body } = await ask(page.url, path);
      assert.equal(status, 200, path);
      assert.ok(String(headers["content-type"]).startsWith(type), path);
      assert.match(String(headers["content-security-policy"]), /default-src 'none'; script-src 'self';/);
      assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/);
      assert.equal(headers["access-control-allow-origin"], undefined);
      assert.ok(body.length > 0 && !body.includes(own["x-desk-token"]), path);
    }
    assert.doesNotMatch((await ask(page.url, "/")).body, /https?:|<script>|style=/);
  });

  it("tells where things stand, and then what happens on each desk", async () => {
    desks[0].stands = [{ atMs: 0, type: "speed", times: 1 }];
    const listening = told((news) => news.some((each) => each.news === "events" && each.events.length > 0));
    const soon = setInterval(() => {
      if (desks[1].listeners > 0) desks[1].read("soil", "55.3");
    }, 20);
    const news = await listening;
    clearInterval(soon);
    assert.equal(news[0].news, "desks");
    assert.deepEqual(news[0].news === "desks" && news[0].desks.map(({ board, standing }) => [board.name, standing]), [
      ["greenhouse", desks[0].stands],
      ["freezer", []],
    ]);
    const happened = news.find((each) => each.news === "events" && each.events.length > 0);
    assert.ok(happened?.news === "events" && happened.desk === 1);
    assert.equal(happened.events[0].type === "message" && happened.events[0].payload, "55.3");
  });

  it("tells a page that is opened later what happened before", async () => {
    desks[0].happen({ type: "console", line: "mote greenhouse" });
    desks[0].read("soil", "55.3");
    desks[0].happen({ type: "input", id: "soil", value: 1, mode: "held" });
    const [news] = await told(({ length }) => length > 0);
    assert.ok(news.news === "desks");
    assert.deepEqual(
      news.desks[0].before.map(({ type }) => type),
      ["console", "message"],
    );
    assert.deepEqual(news.desks[1].before, []);
  });

  it("lets go of the desks when a page is closed", async () => {
    await told(({ length }) => length > 0);
    for (let i = 0; i < 100 && desks[0].listeners > 0; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(desks[0].listeners, 0);
    assert.ok(desks[0].isHeard);
    await page.close();
    assert.ok(!desks[0].isHeard);
  });

  it("does what the page asks for, at the desk that it names", async () => {
    const action = { do: "set", input: "soil", value: 1.2 };
    assert.equal((await act({ ...action, strange: true }, own, 1)).status, 200);
    assert.deepEqual(desks[1].done, [action]);
    assert.deepEqual(desks[0].done, []);
  });

  it("says in words what cannot be done", async () => {
    const { status, body } = await act({ do: "set", input: "moon", value: 1 });
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), { error: 'there is no input "moon"' });
    desks[0].problem = new UserError("first line", "second");
    assert.deepEqual(JSON.parse((await act({ do: "next" })).body), { error: "first line\nsecond" });
    desks[0].problem = new TypeError("x is not a function");
    const fault = await act({ do: "next" });
    assert.deepEqual([fault.status, JSON.parse(fault.body)], [200, { error: "x is not a function" }]);
  });

  it("does nothing that it does not know", async () => {
    for (const action of [
      null,
      7,
      [],
      {},
      { do: "format" },
      { do: "constructor" },
      { do: "set", input: "soil" },
      { do: "set", input: "soil", value: "1" },
      { do: "set", input: 3, value: 1 },
      { do: "play", input: "soil", shape: "star", periodSeconds: 1, from: 0, to: 1 },
      { do: "play", input: "soil", shape: "sine", periodSeconds: 0, from: 0, to: 1 },
      { do: "speed", times: -1 },
      { do: "speed", times: null },
      { do: "publish", topic: "x", payload: "y", retain: false, qos: 3 },
      { do: "break", input: "soil", fault: 1 },
    ]) {
      assert.equal((await act(action)).status, 400, JSON.stringify(action));
    }
    for (const desk of [-1, 2, 0.5, "0", null]) {
      assert.equal((await act({ do: "next" }, own, desk)).status, 400, String(desk));
    }
    assert.equal((await ask(page.url, "/action", { method: "POST", headers: own, body: "{" })).status, 400);
    assert.deepEqual([...desks[0].done, ...desks[1].done], []);
  });

  it("does not keep a body without end", async () => {
    const body = "x".repeat(MOST_BYTES + 1);
    const answer = await ask(page.url, "/action", { method: "POST", headers: own, body }).catch(() => undefined);
    // The connection may be cut before the answer is read.
    assert.ok(answer === undefined || answer.status === 413);
    assert.deepEqual(desks[0].done, []);
    assert.equal((await act({ do: "next" })).status, 200);
  });

  describe("refuses", () => {
    const next = { do: "next" };

    it("whoever has no token, or another one", async () => {
      for (const token of [undefined, "", own["x-desk-token"].slice(1), `${own["x-desk-token"]}x`, "é".repeat(32)]) {
        const headers: Record<string, string> = { ...own };
        delete headers["x-desk-token"];
        if (token !== undefined) headers["x-desk-token"] = encodeURI(token);
        assert.equal((await act(next, headers)).status, 403, token);
        assert.equal((await ask(page.url, "/events", { headers })).status, 403, token);
      }
      assert.deepEqual(desks[0].done, []);
    });

    it("a token in the query: addresses are written down in more places than headers", async () => {
      const { origin } = own;
      const path = `/events?token=${own["x-desk-token"]}`;
      assert.equal((await ask(page.url, path, { headers: { origin } })).status, 403);
    });

    it("a page from elsewhere, even with the token", async () => {
      const { port } = new URL(page.url);
      const strangers: Record<string, string>[] = [
        { origin: "http://evil.example" },
        { origin: "null" },
        { origin: `https://127.0.0.1:${port}` },
        { origin: `http://127.0.0.1:${Number(port) + 1}` },
        { origin: `http://127.0.0.1.evil.example:${port}` },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ];
      for (const changed of strangers) {
        const headers: Record<string, string> = { ...own, ...changed };
        assert.equal((await act(next, headers)).status, 403, JSON.stringify(changed));
        assert.equal((await ask(page.url, "/events", { headers })).status, 403, JSON.stringify(changed));
      }
      const headers: Record<string, string> = { ...own };
      delete headers.origin;
      assert.equal((await act(next, headers)).status, 403, "an order that does not say where it comes from");
      assert.deepEqual(desks[0].done, []);
    });

    it("a name that somebody made to lead here (DNS rebinding), for the page itself too", async () => {
      const { port } = new URL(page.url);
      for (const host of [`evil.example:${port}`, "127.0.0.1", `[::1]:${port}`, `127.0.0.1:${Number(port) + 1}`]) {
        assert.equal((await act(next, { ...own, host })).status, 403, host);
        for (const path of ["/", "/events"]) {
          assert.equal((await ask(page.url, path, { headers: { ...own, host } })).status, 403, host);
        }
      }
      assert.equal(
        (await act(next, { ...own, host: `localhost:${port}`, origin: `http://localhost:${port}` })).status,
        200,
      );
    });

    it("what a browser asks before it lets a page from elsewhere send the token", async () => {
      const { status, headers } = await ask(page.url, "/action", {
        method: "OPTIONS",
        headers: { origin: "http://evil.example", "access-control-request-headers": "x-desk-token" },
      });
      assert.equal(status, 403);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith("access-control")),
        [],
      );
    });

    it("other paths and methods", async () => {
      for (const [method, path] of [
        ["GET", "/server.ts"],
        ["GET", "/../package.json"],
        ["GET", "/action"],
        ["POST", "/events"],
        ["PUT", "/action"],
        ["POST", "/"],
      ]) {
        assert.equal((await ask(page.url, path, { method, headers: own })).status, 404, `${method} ${path}`);
      }
    });
  });

  it("another program that takes the port cannot be mistaken for it: a free one is found", async () => {
    const any = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => any.once("listening", resolve));
    const { port } = any.address() as AddressInfo;
    const other = await servePage(desks, { port });
    assert.notEqual(new URL(other.url).port, String(port));
    await other.close();
    any.close();
  });
});
