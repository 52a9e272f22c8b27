import assert from "node:assert/strict";
import { resolve } from "node:path";
import { compileLua } from "../../scripts/lib/build/lua/compile-lua";
import { LuaVm } from "../simulator/lua/vm";

const root = resolve(__dirname, "../..");
/** What Lua keeps beside the bytes of a string, its NUL included, with pointers of 32 bits (lobject.h). */
const STRING_BYTES = 17;

/** Whose NodeMCU has it. */
const CHIPS = { "5.1": "esp8266", "5.3": "esp32" } as const;

/** The parts of a node that a reading or a command goes through, on an engine that only passes bytes. */
const program = (firmware: string): string => `
import { setPoint } from "${firmware}/actuators/number";
import { routeCommands } from "${firmware}/app/commands/commands";
import { createNode } from "${firmware}/app/node";
import { createChannel, startSensor } from "${firmware}/app/readings/telemetry";
import { open } from "${firmware}/mqtt/client";
import type { Routes } from "${firmware}/mqtt/record";
import { BASIC_PACKETS } from "${firmware}/mqtt/packets";
import { createPublisher } from "${firmware}/mqtt/publish";
import { createReceiver } from "${firmware}/mqtt/receive";
import { SKIP_OVERSIZED } from "${firmware}/mqtt/skip";
import { fixed } from "${firmware}/sensors/format";
import type { Engine } from "${firmware}/engine/engine";

declare const engine: Engine;
declare function write(bytes: string): void;
declare function sample(): number;
declare function provide(receive: (bytes: string) => void): void;

const routes: Routes = {};
const node = createNode(
  engine,
  {
    name: "n",
    secret: () => "",
    mqtt: {
      connectPacket: () => "",
      cleanSession: true,
      subscribePacket: "",
      subscriptions: 0,
      keepAliveSeconds: 60,
      receiveBytes: 256,
      receivedIds: [],
    },
    packets: BASIC_PACKETS,
    oversizedMessages: SKIP_OVERSIZED,
    statusTopic: "\\x00\\x01s",
    diagnosticsTopic: "\\x00\\x01d",
    watchPacket: "",
    owesReadings: false,
    actuators: [
      {
        id: "target",
        commandTopic: "\\x00\\x05t/set",
        stateTopic: "\\x00\\x01t",
        actuator: setPoint({ min: 0, max: 100, step: 0.001, decimals: 3 }, 0, ""),
      },
    ],
  },
  { message: () => {}, failed: () => {}, ready: () => {} },
  routes,
);
routeCommands(node, routes);
startSensor(createChannel(node, createPublisher(node.client, "\\x00\\x03air", false), fixed, 3), "air", 1000, { sample });
provide(createReceiver(node.client));
open(node.client, { write, roomBytes: () => 1024 }, 0);
`;

/** As many different readings and commands as there are rounds, made beforehand, and the bytes that one of each allocates. */
const HARNESS = `
debug.sethook()
local takeReading, receive
local next, sent = 0, 0
engine = {
  clock = { nowMs = function() return 0 end, every = function(_, run) takeReading = run end },
  chip = { log = error },
}
function write() sent = sent + 1 end
function sample() next = next + 1 return 20 + next / 1000 end
function provide(received) receive = received end
function measured(count)
  receive("\\32\\2\\0\\0")
  local commands = {}
  for i = 1, 2 * count do commands[i] = "\\48\\13\\0\\5t/set" .. string.format("%.3f", 50 + i / 1000) end
  local function allocated(run)
    collectgarbage()
    collectgarbage("stop")
    for i = 1, 16384 do local _ = "other " .. i end
    for i = 1, count do run(i) end
    local before = collectgarbage("count") * 1024
    for i = count + 1, 2 * count do run(i) end
    local bytes = collectgarbage("count") * 1024 - before
    collectgarbage("restart")
    return bytes / count
  end
  local reading = allocated(function() takeReading() end)
  local command = allocated(function(i) receive(commands[i]) end)
  return reading, command, sent
end`;

describe("a node's memory in Lua", function () {
  this.timeout(60_000);

  for (const version of ["5.1", "5.3"] as const) {
    it(`is a string for a payload and one for the packet, for each reading and each command (Lua ${version})`, () => {
      const vm = new LuaVm({ version, mostInstructions: Infinity });
      vm.run(HARNESS);
      vm.run(compileLua(program, root, version, CHIPS[version]).code);
      const count = 500;
      const [reading, command, sent] = vm.run(`return measured(${count})`);
      const payload = "20.001".length + STRING_BYTES;
      const packet = (topic: string): number => 2 + 2 + topic.length + "20.001".length + STRING_BYTES;
      // A command's state is its own payload again, which Lua keeps once.
      assert.deepEqual([reading, command], [payload + packet("air"), payload + packet("t")]);
      assert.equal(sent, 1 + 4 * count);
    });
  }
});
