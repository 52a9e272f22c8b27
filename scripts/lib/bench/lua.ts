import { compileLua, type LuaVersion } from "../build/lua/compile-lua";
import { clientProgram } from "./client-program";
import { COMMAND_TOPIC, READING, READING_TOPIC } from "./workload";

/** A Lua machine with its own memory. */
export interface Lua {
  /** Runs a chunk, and gives what it returns. */
  run(source: string): unknown[];
}

/** How a Lua machine of this version is made. */
export type MakeLua = (version: LuaVersion) => Lua;

export interface LuaResult {
  version: LuaVersion;
  /** Bytes allocated for each message. */
  publish0: number;
  publish1: number;
  receive0: number;
  receive1: number;
  /** By how much the memory in use grew from 100 messages each way to `messages`. */
  growth: number;
}

/** Messages each way at the end. */
export const MESSAGES = 100_000;

/** Bytes of the message on the wire: a fixed header of two, the topic with its length, at QoS 1 the packet identifier, the payload. */
export const WIRE_BYTES = {
  publish0: 2 + 2 + READING_TOPIC.length + READING.length,
  publish1: 2 + 2 + READING_TOPIC.length + 2 + READING.length,
  receive0: 2 + 2 + COMMAND_TOPIC.length + 6,
  receive1: 2 + 2 + COMMAND_TOPIC.length + 2 + 6,
} as const;

/**
 * The network, and what is measured. Messages differ, and are made beforehand as far as they would come from elsewhere: Lua keeps
 * short strings once, so that a second equal one would cost nothing. The collector stands still while bytes are counted; at
 * QoS 1 each message is acknowledged before the next.
 */
const HARNESS = `
-- What guards this Lua against endless loops would be counted too.
debug.sethook()
local publish, receive
local handled = 0
local acknowledgement
function network(received)
  receive = received
  return function(bytes) if acknowledgement then acknowledgement = string.sub(bytes, 38, 39) end end
end
function provide(publishReading) publish = publishReading end
function ready() end
function handle(payload) handled = handled + #payload end
function broken(reason) error(reason) end

local function texts(count, make)
  local made = {}
  for i = 1, count do made[i] = make(i) end
  return made
end
local function used() return collectgarbage("count") * 1024 end
-- Of the last of three rounds: before, the collector has shortened Lua's stack, and that grows back.
local function allocated(count, run)
  local before, after = 0, 0
  for round = 0, 2 do
    if round == 1 then
      collectgarbage()
      collectgarbage("stop")
      -- Lua keeps a table of its strings, which doubles when it is full: not while it is looked at.
      for i = 1, 16384 do local _ = "other " .. i end
    end
    before = used()
    for i = round * count + 1, (round + 1) * count do run(i) end
    after = used()
  end
  collectgarbage("restart")
  return (after - before) / count
end
local COUNT = 1000
local MOST = 3 * COUNT
local readings = texts(MOST, function(i) return string.format("%.3f", 20 + i / 1000) end)

function connected()
  receive("\\32\\2\\0\\0")
  receive("\\144\\3\\0\\1\\0")
end
function publish0()
  return allocated(COUNT, function(i) assert(publish(readings[i]) == 0) end)
end
function publish1()
  -- What the server sends: made beforehand, for each packet identifier there can be.
  local pubacks = texts(MOST + 8, function(i)
    return string.char(64, 2, math.floor(i / 256), i % 256)
  end)
  acknowledgement = ""
  return allocated(COUNT, function(i)
    assert(publish(readings[i]) == 0)
    receive(pubacks[string.byte(acknowledgement, 1) * 256 + string.byte(acknowledgement, 2)])
  end)
end
local function received(topic, firstByte, id)
  local commands = texts(MOST, function(i)
    local tail = id(i) .. string.format("%06d", i)
    return string.char(firstByte, 2 + #topic + #tail, 0, #topic) .. topic .. tail
  end)
  local bytes = allocated(COUNT, function(i) receive(commands[i]) end)
  assert(handled == MOST * 6)
  return bytes
end
function receive0(topic)
  return received(topic, 48, function() return "" end)
end
function receive1(topic)
  return received(topic, 50, function(i) return string.char(math.floor(i / 256), i % 256) end)
end
function growth(topic, count)
  local packet = string.char(48, 2 + #topic + 2, 0, #topic) .. topic .. "ON"
  local function round(times)
    for i = 1, times do publish(readings[i % COUNT + 1]) receive(packet) end
    -- Each cycle gives back half of what was needed for calls.
    for i = 1, 10 do collectgarbage() end
    return used()
  end
  local before, after = round(1000), 0
  before = round(100)
  after = round(count - 100)
  return after - before
end
`;

/** Measures the client in Lua, as NodeMCU runs it. */
export function measureInLua(root: string, version: LuaVersion, makeLua: MakeLua): LuaResult {
  const client = (publishQos: 0 | 1, commandQos: 0 | 1): Lua => {
    const lua = makeLua(version);
    lua.run(HARNESS);
    const source = (firmware: string): string => clientProgram({ publishQos, commandQos, network: "memory" }, firmware);
    lua.run(compileLua(source, root, version).code);
    lua.run("connected()");
    return lua;
  };
  const number = (lua: Lua, call: string): number => Number(lua.run(`return ${call}`)[0]);
  const [qos0, qos1, commands1] = [client(0, 0), client(1, 0), client(0, 1)];
  const topic = JSON.stringify(COMMAND_TOPIC);
  return {
    version,
    publish0: number(qos0, "publish0()"),
    publish1: number(qos1, "publish1()"),
    receive0: number(qos0, `receive0(${topic})`),
    receive1: number(commands1, `receive1(${topic})`),
    growth: number(qos0, `growth(${topic}, ${MESSAGES})`),
  };
}
