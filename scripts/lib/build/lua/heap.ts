import { instantiate, type LuaWasm } from "../../packages/puc-lua";
import { anySecrets, SECRETS_FILE } from "../../program/secrets";

/** What the ESP8266's heap has when Lua starts, with Wi-Fi on; nominal. */
export const HEAP_BYTES = 40_000;
/** Below this the network may have too little when much is under way. */
const ROOMY_BYTES = 6_000;
/**
 * So much is to be left for a connection to the broker, and for what the chip takes that is not modelled. On the simulated chip a connection
 * takes some 2,700, but what is reckoned to be kept is more than that too much.
 */
export const CONNECTION_BYTES = 2_000;
/** What a wake of a sleeper takes further that asks for the time, and tells the readings it kept; some 1,000 on the simulated chip. */
export const HISTORY_BYTES = 3_500;

/**
 * What a program takes on the ESP8266, of what it takes in the machine that runs here, whose values have 16 bytes and not 12, but whose
 * blocks have none of their own: measured with NodeMCU's C code built for 32 bits (test/simulator/nodemcu/esp8266/heap.ts).
 */
const SIZE_ON_CHIP = 26_376 / 24_693;

/**
 * NodeMCU's modules, which keep the functions that they are given and answer nothing of note; of files there is that with the secrets,
 * without which no program starts. They are there before anything is
 * measured, with as few functions as can be: what a program calls first must make none.
 */
const MODULES = `
local kept = {}
local function answer(...)
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    if type(value) == "function" then kept[#kept + 1] = value end
  end
  return 0
end
local function constant(_, name) return name:find("^%u") and 1 or answer end
local function module(own) return setmetatable(own or {}, { __index = constant }) end
local none, no, empty, text = function() end, function() return false end, function() return "" end, function() return ("0"):rep(32) end
local function object() local made = module() kept[#kept + 1] = made return made end
tmr, net = module({ create = object }), module({ createConnection = object, createUDPSocket = object, dns = module() })
node = module({ bootreason = function() return 1, 0 end, task = module(), egc = module() })
wifi = module({ sta = module({ getmac = function() return "00:00:00:00:00:00" end, getrssi = none }), eventmon = module() })
gpio, adc, pwm, ws2812, rtcmem = module(), module(), module(), module(), module()
file = module({ getcontents = function(name) if name == "${SECRETS_FILE}" then return "${anySecrets()}" end end })
i2c, ow = module({ address = no, read = empty }), module({ search = none, read_bytes = empty })
crypto, encoder = module({ hash = text }), module({ toBase64 = text })
print = answer
`;

/** More than any program takes to start. */
const MOST_INSTRUCTIONS = 50_000_000;

/** The program is called with its own text. Its functions are in flash on the chip; the tables of the modules are not counted. */
const MEASURE = `
${MODULES}
local run = assert(loadstring(...))
local function used() collectgarbage() collectgarbage() return collectgarbage("count") * 1024 end
local before = used()
debug.sethook(function() error("it does not come back") end, "", ${MOST_INSTRUCTIONS})
run()
debug.sethook()
return tostring(used() - before)
`;

/**
 * What a program for NodeMCU on the ESP8266 keeps of the chip's heap once it has started, in bytes. It is started here, on modules that
 * do nothing.
 * @returns undefined where it does not start so
 */
export function heapBytes(program: string): number | undefined {
  const lua = instantiate("5.1");
  const state = lua._luaL_newstate();
  lua._luaL_openlibs(state);
  let status = lua._luaL_loadstring(state, store(lua, `${MEASURE}\0`));
  if (status === 0) {
    // A string in Lua's hands, of any bytes.
    status = lua._luaL_loadbuffer(state, store(lua, literal(program)), literal(program).length, store(lua, "text\0"));
  }
  if (status === 0) status = lua._lua_pcall(state, 0, 1, 0);
  if (status === 0) status = lua._lua_pcall(state, 1, 1, 0);
  if (status !== 0) return undefined;
  const memory = Buffer.from(lua.HEAPU8.buffer);
  const start = lua._lua_tolstring(state, -1, 0);
  const result = memory.toString("latin1", start, memory.indexOf(0, start));
  return Math.round(Number(result) * SIZE_ON_CHIP);
}

/** What the builder of a program has to know that keeps so many bytes of the heap. */
export function heapWarnings(keptBytes: number | undefined): string[] {
  const left = HEAP_BYTES - (keptBytes ?? 0);
  if (left >= ROOMY_BYTES) return [];
  return [
    `warning: some ${left} bytes of the ESP8266's heap are left once the program has started, and below ${ROOMY_BYTES} the network ` +
      "may have too little: watch freeMemory on the board, or give it less to do",
  ];
}

function literal(bytes: string): string {
  const escaped = bytes.replace(/["\\\n\r\0]/g, (found) => `\\${String(found.charCodeAt(0)).padStart(3, "0")}`);
  return `return "${escaped}"`;
}

function store(lua: LuaWasm, bytes: string): number {
  const address = lua._malloc(bytes.length);
  Buffer.from(lua.HEAPU8.buffer).write(bytes, address, "latin1");
  return address;
}
