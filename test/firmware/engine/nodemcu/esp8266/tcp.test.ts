import assert from "node:assert/strict";
import { luaEngine } from "./lua-engine";

const MODULES = `
tasks, sockets = {}, {}
node = { task = { post = function(run) tasks[#tasks + 1] = run end } }
net = { TCP = 1 }
function net.createConnection()
  local socket = { sent = "", room = 10000, listeners = {} }
  function socket:on(event, run) self.listeners[event] = run end
  function socket:connect(port, host) self.host = host .. ":" .. port end
  function socket:send(bytes)
    if #bytes > self.room then error("out of memory") end
    self.sent = self.sent .. bytes
  end
  function socket:close() self.isClosed = true end
  sockets[#sockets + 1] = socket
  return socket
end
`;
const PROGRAM = `
import { createTcp, net as transport } from "./firmware/engine/nodemcu/esp8266/tcp";
declare let connect: () => void;
declare let close: () => void;
declare let write: (bytes: string) => void;
const tcp = createTcp(4000, transport);
interface Sender {
  write: (bytes: string) => void;
  roomBytes: () => number;
}
let sender: Sender | undefined;
connect = () => {
  tcp.connect("broker", 1883, {
    connected: (opened) => {
      sender = opened;
      report("connected");
    },
    received: (bytes) => {
      if (bytes === "bad") {
        throw "no such packet";
      }
      report("received", bytes);
    },
    drained: () => report("drained"),
    closed: (reason) => report("closed", reason ?? "by the peer"),
  });
};
close = () => tcp.close();
write = (bytes) => {
  if (sender) {
    sender.write(bytes);
    report("room", sender.roomBytes());
  }
};
`;
const OPEN = "connect() socket = sockets[#sockets] hear = socket.listeners hear.connection(socket)";

describe("a connection of the ESP8266", () => {
  it("survives what its program throws, and tells of it where errors are told", () => {
    const { reports, run } = luaEngine(MODULES, PROGRAM);
    run(`${OPEN} report(pcall(hear.receive, socket, "bad")) hear.receive(socket, "good") report(pcall(tasks[1]))`);
    assert.deepEqual(reports, [["connected"], [true], ["received", "good"], [false, "no such packet"]]);
  });

  it("keeps what the network's stack has no room for, and sends it in its order when there is some", () => {
    const { reports, run } = luaEngine(MODULES, PROGRAM);
    run(`${OPEN} write("first ") socket.room = 3 write("second ") report(pcall(hear.sent, socket)) report(socket.sent)
      report(#tasks) socket.room = 1000 write("third ") report(socket.sent) hear.sent(socket) report(socket.sent)`);
    assert.deepEqual(reports.slice(1), [
      ["room", 3994],
      ["room", 3987],
      [true],
      ["first "],
      [1],
      ["room", 3987],
      ["first second third "],
      ["drained"],
      ["first second third "],
    ]);
  });

  it("lets go of its listeners when it is closed, and of the socket not before two more were opened", () => {
    const { reports, run } = luaEngine(MODULES, PROGRAM);
    run(`seen = setmetatable({}, { __mode = "k" })
      ${OPEN} seen[socket] = true close() report(next(hear) == nil, socket.isClosed)
      socket, hear, sockets = nil, nil, {} collectgarbage() report(next(seen) ~= nil)
      for i = 1, 2 do connect() close() sockets = {} end collectgarbage() collectgarbage() report(next(seen) ~= nil)`);
    assert.deepEqual(reports.slice(1), [[true, true], [true], [false]]);
  });
});
