import assert from "node:assert/strict";
import { TimeServer } from "../../network/time-server";
import { SimulatedNetwork } from "../../network/simulated";
import { connectedBoard, luaBoard, run } from "../lua-board";

describe("NodeMCU's UDP sockets", () => {
  it("look a name up beside the program, send to its address, and tell what comes back and from where", async () => {
    const network = new SimulatedNetwork();
    network.datagramServers.set("pool.ntp.org:123", new TimeServer(1_000_000));
    const { board } = await connectedBoard(
      `socket = net.createUDPSocket()
      socket:on("receive", function(from, bytes, port, ip) print(from == socket, #bytes, port, ip) end)
      socket:dns("pool.ntp.org", function(same, ip)
        print(same == socket, ip)
        socket:send(123, ip, string.rep("\\0", 48))
      end)
      print("asked")`,
      { network },
    );
    await board.run(1_000);
    assert.deepEqual(board.console, ["asked", "true\t203.0.113.1", "true\t48\t123\t203.0.113.1"]);
  });

  it("send to addresses only, and to nowhere without one of their own", async () => {
    const { board } = luaBoard(
      `local socket = net.createUDPSocket()
      print(pcall(socket.dns, socket, "pool.ntp.org", print))
      print(pcall(socket.send, socket, 123, "pool.ntp.org", "x"))
      print(pcall(socket.send, socket, 123, "192.168.1.1", "x"))`,
    );
    await board.run(10);
    assert.deepEqual(board.console, ["false\tillegal value", "false\tinvalid IP address", "false\trouting problem"]);
  });

  it("tell after a while that a name has no address, where nobody answers", async () => {
    const { board } = await connectedBoard(`socket = net.createUDPSocket() socket:dns("a", print)`);
    board.accessPoint.up = false;
    await run(board, `socket:dns("b", function(_, ip) print(ip) end)`);
    await board.run(20_000);
    assert.equal(board.console.at(-1), "nil");
  });

  it("cannot be closed", async () => {
    const { board } = await connectedBoard(
      `local socket = net.createUDPSocket()
      socket:send(1, "192.168.1.1", "x")
      print(pcall(socket.close, socket))`,
    );
    assert.deepEqual(board.console, ["false\tnot connected"]);
  });
});
