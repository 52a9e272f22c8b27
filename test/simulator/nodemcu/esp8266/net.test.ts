import assert from "node:assert/strict";
import { SimulatedNetwork } from "../../network/simulated";
import { TimeServer } from "../../network/time-server";
import type { HeldLink } from "../lua-board";
import { run } from "../lua-board";
import { connectedBoard, luaBoard } from "./board";

/** A connection whose events are printed; `more` is put after it was begun. */
function connection(host: string, more = ""): string {
  return `s = net.createConnection(net.TCP, 0)
    for _, event in ipairs({ "connection", "sent", "disconnection" }) do
      s:on(event, function(sock, code) print(event, sock == s or sock, code) end)
    end
    s:on("receive", function(sock, bytes) print("receive", #bytes, bytes:sub(1, 4)) end)
    s:connect(1883, "${host}") ${more}`;
}

/** One that is open, and has told so. */
async function open(
  more = "",
): Promise<{ board: Awaited<ReturnType<typeof connectedBoard>>["board"]; link: HeldLink }> {
  const { board, links } = await connectedBoard(connection("broker", more));
  await board.run(100);
  board.console.length = 0;
  return { board, link: links[0] };
}

describe("net on the ESP8266", () => {
  it("connects without blocking", async () => {
    const { board } = await connectedBoard(connection("broker", 'print("goes on")'));
    assert.deepEqual(board.console, ["goes on"]);
    await board.run(100);
    assert.deepEqual(board.console, ["goes on", "connection\ttrue\tnil"]);
  });

  it("tells of a refusal and of silence by lwIP's codes, and of a name that nobody knows as of silence", async () => {
    for (const [host, afterMs, told] of [
      ["refusing", 100, "disconnection\ttrue\t-9"],
      ["hole", 6_300, "disconnection\ttrue\t-8"],
      ["unknown", 13_300, "disconnection\ttrue\t-8"],
    ] as const) {
      const { board } = await connectedBoard(connection(host));
      await board.run(afterMs - 100 - (board.uptimeMs - 2_000));
      if (afterMs > 1000) assert.deepEqual(board.console, [], host);
      await board.run(200);
      assert.deepEqual(board.console, [told], host);
    }
  });

  it("tells nothing while the chip has no address, and can be closed then", async () => {
    const { board } = await connectedBoard(`wifi.sta.disconnect() ${connection("broker")}`);
    await board.run(60_000);
    await run(board, "print(pcall(s.close, s)) print(pcall(s.close, s))");
    assert.deepEqual(board.console, ["true", "false\tnot connected"]);
  });

  it("what is sent leaves with lwIP's slow timer, within a quarter of a second, and `sent` tells of its acknowledgement", async () => {
    const { board, link } = await open();
    link.delivers = false;
    // Since boot, 90 ms after a tick of that timer.
    await board.run(250 - (board.uptimeMs % 250) + 90);
    await run(board, 's:send("abc")');
    await board.run(159);
    assert.equal(link.written, "");
    await board.run(1);
    assert.equal(link.written, "abc");
    await board.run(1_000);
    assert.deepEqual(board.console, []);
    link.delivers = true;
    await board.run(100);
    assert.deepEqual(board.console, ["sent\ttrue\tnil"]);
  });

  it("what a listener sends leaves at once", async () => {
    const { board, link } = await open('s:on("receive", function(sock) sock:send("answer") end)');
    link.incoming = "question";
    await board.run(1);
    assert.equal(link.written, "answer");
  });

  it("several sends before an acknowledgement are one segment later, and one `sent`", async () => {
    const { board, link } = await open();
    link.delivers = false;
    await run(board, 's:send("a")');
    await board.run(300);
    await run(board, 's:send("b") s:send("c")');
    await board.run(1_000);
    assert.equal(link.written, "a");
    link.delivers = true;
    await board.run(100);
    assert.equal(link.written, "abc");
    assert.deepEqual(board.console, ["sent\ttrue\tnil", "sent\ttrue\tnil"]);
  });

  it("takes 2,920 bytes, and of more nothing", async () => {
    const { board, link } = await open();
    await run(board, 'print(pcall(s.send, s, string.rep("x", 2921))) print(pcall(s.send, s, string.rep("x", 2920)))');
    await run(board, 'print(pcall(s.send, s, "y"))');
    assert.deepEqual(board.console, ["false\tout of memory", "true", "false\tout of memory"]);
    await board.run(500);
    assert.equal(link.written.length, 2920);
    await run(board, 'print(pcall(s.send, s, "y"))');
    assert.equal(board.console.at(-1), "true");
  });

  it("receives segments of at most 1,460 bytes; held, no more than its window", async () => {
    const { board, link } = await open();
    link.incoming = `\0\xff${"y".repeat(2000)}`;
    await board.run(10);
    assert.deepEqual(board.console, ["receive\t1460\t\0\xffyy", "receive\t542\tyyyy"]);
    board.console.length = 0;
    await run(board, "s:hold()");
    link.incoming = "z".repeat(7_000);
    await board.run(100);
    assert.equal(board.console.length, 4);
    await run(board, "s:unhold()");
    await board.run(10);
    assert.deepEqual(board.console.slice(4), ["receive\t1160\tzzzz"]);
  });

  it("tells of the peer's leave after what it sent, and the socket is free then", async () => {
    const { board, link } = await open();
    link.incoming = "bye.";
    link.ending = "ended";
    await board.run(100);
    assert.deepEqual(board.console, ["receive\t4\tbye.", "disconnection\ttrue\t0"]);
    await run(board, 'print(pcall(s.send, s, "x")) print(pcall(s.close, s)) s:connect(1883, "broker")');
    await board.run(100);
    assert.deepEqual(board.console.slice(2), ["false\tnot connected", "false\tnot connected", "connection\ttrue\tnil"]);
  });

  it("a reset has lwIP's code, and goes to `reconnection` where that is listened for", async () => {
    for (const more of ["", 's:on("reconnection", function(_, code) print("reconnection", code) end)']) {
      const { board, link } = await open(more);
      link.ending = "reset";
      await board.run(100);
      assert.deepEqual(board.console, [more === "" ? "disconnection\ttrue\t-9" : "reconnection\t-9"]);
    }
  });

  it("one that is connected anew to an address by its own listener tells nothing more", async () => {
    const { board, link } = await open('s:on("disconnection", function(sock) sock:connect(1883, "10.0.0.1") end)');
    link.ending = "ended";
    await board.run(1_000);
    await run(board, 'print(pcall(s.send, s, "x"))');
    assert.deepEqual(board.console, ["false\tnot connected"]);
  });

  it("closing sends what was taken, and tells nothing", async () => {
    const { board, link } = await open();
    await run(board, 's:send("x") s:close()');
    link.incoming = "late";
    await board.run(1_000);
    assert.deepEqual([link.written, link.isClosed, board.console], ["x", true, []]);
  });

  it("an error in a listener is a panic, which no handler hears of and a watchdog ends", async () => {
    const { board } = await connectedBoard(
      connection(
        "broker",
        'node.setonerror(function() print("told") end) s:on("connection", function() error("no") end)',
      ),
    );
    await board.run(100);
    assert.match(board.console.join("\n"), /^PANIC: unprotected error in call to Lua API \(.*no\)$/);
    await run(board, 'print("alive")');
    await board.run(3_000);
    assert.equal(board.console.length, 1);
    await board.run(500);
    assert.ok(board.uptimeMs < 500);
    assert.equal(board.uncaught.length, 1);
  });

  it("refuses a second connect, no port, no bytes, no listener, and a word that is no event", async () => {
    const { board } = await connectedBoard(
      connection(
        "broker",
        `print(pcall(s.send, s, "x")) print(pcall(s.send, s, "")) print(pcall(s.connect, s, 1, "b"))
        print(pcall(s.on, s, "sent")) print(pcall(s.on, s, "no", print))
        print(pcall(function() net.createConnection():connect(65536, "b") end))`,
      ),
    );
    assert.deepEqual(
      board.console.map((line) => line.replace(/stdin:\d: |init.lua:\d+: /, "")),
      [
        "false\tnot connected",
        "false\tno data to send",
        "false\talready connected",
        "false\tinvalid callback function",
        "false\tinvalid callback name",
        "false\tspecify port",
      ],
    );
  });

  it("looks names up, and gives up after seven seconds", async () => {
    const { board } = await connectedBoard(
      "net.dns.resolve('host', function(_, address) print(address) end) net.dns.resolve('10.0.0.1', function(_, address) print(address) end)",
    );
    await board.run(100);
    assert.deepEqual(board.console, ["10.0.0.1", "203.0.113.1"]);
    const { board: alone } = luaBoard("net.dns.resolve('host', function(...) print('no', ...) end)");
    await alone.run(6_900);
    assert.deepEqual(alone.console, []);
    await alone.run(200);
    assert.deepEqual(alone.console, ["no\tnil\tnil"]);
  });

  it("sends datagrams to addresses and receives what comes back", async () => {
    const network = new SimulatedNetwork();
    network.datagramServers.set("ntp:123", new TimeServer(1_700_000_000));
    const { board } = await connectedBoard(
      `u = net.createUDPSocket()
      u:on("receive", function(sock, bytes, port, address) print(sock == u, #bytes, port, address) end)
      print(pcall(u.close, u))
      print(pcall(u.send, u, 123, "ntp", "x"))
      u:dns("ntp", function(sock, address) sock:send(123, address, "\\27" .. string.rep("\\0", 47)) end)`,
      { network },
    );
    await board.run(1_000);
    assert.deepEqual(board.console, [
      "false\tnot connected",
      "false\tinvalid IP address",
      "true\t48\t123\t203.0.113.1",
    ]);
  });
});
