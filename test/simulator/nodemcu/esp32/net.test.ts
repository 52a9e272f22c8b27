import assert from "node:assert/strict";
import { connectedBoard, run } from "../lua-board";

/** A connection whose events are printed; `more` is put after it was begun. */
function connection(host: string, more = ""): string {
  return `s = net.createConnection(net.TCP, 0)
    for _, event in ipairs({ "connection", "sent", "disconnection" }) do
      s:on(event, function(sock, code) print(event, sock == s or sock, code) end)
    end
    s:on("receive", function(sock, bytes) print("receive", #bytes, bytes:sub(1, 4)) end)
    s:connect(1883, "${host}") ${more}`;
}

describe("NodeMCU's net", () => {
  it("connects without blocking", async () => {
    const { board, links } = await connectedBoard(connection("broker", 'print("goes on")'));
    assert.deepEqual(board.console, ["goes on"]);
    await board.run(100);
    assert.deepEqual(board.console, ["goes on", "connection\ttrue\tnil"]);
    assert.equal(links.length, 1);
  });

  it("tells of a refusal and of silence by a code, and so of a name that nobody knows never", async () => {
    for (const [host, told] of [
      ["refusing", ["disconnection\ttrue\t-14"]],
      ["hole", ["disconnection\ttrue\t-13"]],
      ["unknown", []],
    ] as const) {
      const { board } = await connectedBoard(connection(host));
      await board.run(60_000);
      assert.deepEqual(board.console, told, host);
    }
  });

  it("tells what a name was found to be, or that it was not, before it connects", async () => {
    for (const [host, told] of [
      ["broker", ["dns\ttrue\ttrue", "connection\ttrue\tnil"]],
      ["unknown", ["dns\ttrue\tfalse"]],
    ] as const) {
      const listening = 's:on("dns", function(sock, address) print("dns", sock == s, address ~= nil) end)';
      const { board } = await connectedBoard(connection(host, listening));
      await board.run(60_000);
      assert.deepEqual(board.console, told, host);
    }
  });

  it("a socket may be closed when its name was not found", async () => {
    const closing = 's:on("dns", function(sock) sock:on("dns", nil) sock:close() print("closed") end)';
    const { board } = await connectedBoard(connection("unknown", closing));
    await board.run(60_000);
    assert.deepEqual(board.console, ["closed"]);
  });

  it("tells nothing either while the chip has no address", async () => {
    const { board } = await connectedBoard(`wifi.sta.disconnect() ${connection("broker")}`);
    await board.run(60_000);
    assert.deepEqual(board.console, []);
  });

  it("sends, and tells when it is acknowledged, and not before", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    links[0].delivers = false;
    board.console.length = 0;
    await run(board, 's:send("abc")');
    await board.run(1_000);
    assert.deepEqual(board.console, []);
    links[0].delivers = true;
    await board.run(100);
    assert.deepEqual(board.console, ["sent\ttrue\tnil"]);
    assert.equal(links[0].written, "abc");
  });

  it("cuts a large send into segments, each of which is told", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    board.console.length = 0;
    await run(board, 's:send(string.rep("x", 3000))');
    await board.run(100);
    assert.deepEqual(
      board.console,
      Array.from({ length: 3 }, () => "sent\ttrue\tnil"),
    );
    assert.equal(links[0].written.length, 3000);
  });

  it("takes no more than its buffer holds, says so, and sends the part all the same", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    await run(board, 'print(pcall(function() s:send(string.rep("x", 6000)) end))');
    assert.match(board.console.at(-1) ?? "", /buffer error$/);
    await board.run(100);
    assert.equal(links[0].written.length, 5744);
  });

  it("receives segments of at most 1,440 bytes", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    board.console.length = 0;
    links[0].incoming = `\0\xff${"y".repeat(2000)}`;
    await board.run(100);
    assert.deepEqual(board.console, ["receive\t1440\t\0\xffyy", "receive\t562\tyyyy"]);
  });

  it("tells of the peer's leave after what it sent", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    board.console.length = 0;
    links[0].incoming = "bye.";
    links[0].ending = "ended";
    await board.run(100);
    assert.deepEqual(board.console, ["receive\t4\tbye.", "disconnection\ttrue\t0"]);
    await run(board, 'print(pcall(s.send, s, "x"))');
    assert.equal(board.console.at(-1), "false\tnot connected");
  });

  it("a reset has the code of lwIP's, and goes to `reconnection` where that is listened for", async () => {
    for (const more of ["", 's:on("reconnection", function(_, code) print("reconnection", code) end)']) {
      const { board, links } = await connectedBoard(connection("broker", more));
      await board.run(100);
      links[0].ending = "reset";
      await board.run(100);
      assert.match(board.console.at(-1) ?? "", more === "" ? /^disconnection\ttrue\t-14$/ : /^reconnection\t-14$/);
    }
  });

  it("a socket that was closed tells nothing more", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    board.console.length = 0;
    await run(board, 's:send("x") s:close() print(pcall(s.close, s))');
    links[0].incoming = "late";
    await board.run(100);
    assert.deepEqual(board.console, ["false\tnot connected"]);
    assert.equal(links[0].isClosed, true);
  });

  it("refuses to send what is not there, to whom is not there, and a second connect", async () => {
    const { board } = await connectedBoard(
      connection(
        "broker",
        'print(pcall(s.send, s, "x")) print(pcall(s.send, s, "")) print(pcall(s.connect, s, 1, "b"))',
      ),
    );
    assert.deepEqual(board.console, ["false\tnot connected", "false\tno data to send", "false\talready connected"]);
    assert.equal(board.uncaught.length, 0);
  });

  it("a held socket receives nothing until it is let go", async () => {
    const { board, links } = await connectedBoard(connection("broker"));
    await board.run(100);
    board.console.length = 0;
    await run(board, "s:hold()");
    links[0].incoming = "wait";
    await board.run(500);
    assert.deepEqual(board.console, []);
    await run(board, "s:unhold()");
    await board.run(10);
    assert.deepEqual(board.console, ["receive\t4\twait"]);
  });

  it("lets go of a callback for nil, which has to be said", async () => {
    const { board } = await connectedBoard(
      connection("broker", 's:on("connection", nil) print(pcall(s.on, s, "sent"))'),
    );
    await board.run(100);
    assert.deepEqual(board.console, ["false\tinvalid callback function"]);
  });
});
