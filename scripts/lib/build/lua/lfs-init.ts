import { bootDelay } from "./boot-delay";
import { PARTITION_FUNCTION } from "./lfs/partition";

/** Each try ends in a restart, so that one which never succeeds must end. */
const MOST_TRIES = 3;
/** A heap this small has the collector run before more is taken: the network needs some, and does not ask Lua for it. */
const SPARE_BYTES = 6144;
/** The image's name follows the first 10 bytes of the file (RFC 1952 §2.3). */
const NAME_AT = 10;
const NAME_BYTES = 8;

/** Of Espressif's SDK (rst_reason): power came on, or the reset pin was pulled. No reload has failed then, only been cut short. */
const CUT_SHORT = "reason == 0 or reason == 6";

const START = `    if _VERSION ~= "Lua 5.1" or 3 / 2 == 1 then
      error("the program is for NodeMCU of branch release with Lua 5.1 and floating point, not for this build", 0)
    end
    local id = idOfFile()
    if id and id ~= node.LFS.time then
      putIntoFlash(id)
    elseif file.exists("mote.try") then
      file.remove("mote.try")
    end
    local program = node.LFS.get("mote")
    if not program then error("no program is in flash", 0) end
    node.egc.setmode(node.egc.ON_ALLOC_FAILURE + node.egc.ON_MEM_LIMIT, -${SPARE_BYTES})
    program()`;

/**
 * What the ESP8266 runs at boot: it has the chip put the program's image into its flash memory (LFS) when another one is there, and
 * starts the program from there. An upload that was cut between removing and renaming has left mote.new. node.LFS.reload comes back
 * only when it changed nothing; else the chip restarts, which a watchdog does for it. Power that fails meanwhile leaves no program in
 * flash (app/lua/lflash.c marks it as in progress), and the image is put there again. NodeMCU's collector runs before each
 * allocation unless told otherwise.
 * @param partitionBytes What it proposes to make of a partition that is too small.
 */
export function lfsInit(partitionBytes: number, isSleeper = false): string {
  // REASON_DEEP_SLEEP_AWAKE: nobody is waited for at a wake.
  const delay = isSleeper ? "select(2, node.bootreason()) == 5 and 1 or 1000" : undefined;
  return `-- Made by "npm run build"; changes here are lost.
if not file.exists("mote.img") then file.rename("mote.new", "mote.img") end
local ${PARTITION_FUNCTION.join("\n")}
local function idOfFile()
  local image = file.open("mote.img", "r")
  if not image then return end
  local head = image:read(${NAME_AT + NAME_BYTES})
  image:close()
  return head and head:match("^${"%x".repeat(NAME_BYTES)}$", ${NAME_AT + 1})
end
local function putIntoFlash(id)
  local tries = tonumber((file.getcontents("mote.try") or ""):match("^" .. id .. "(%d)$") or 0)
  local _, reason = node.bootreason()
  if ${CUT_SHORT} then tries = 0 end
  if tries == ${MOST_TRIES} then
    print("mote: mote.img did not get into flash in ${MOST_TRIES} tries; file.remove(\\"mote.try\\") has it tried again")
    return
  end
  file.putcontents("mote.try", id .. tries + 1)
  print("mote: puts its image into flash and restarts, which may take half a minute")
  local problem = tostring(node.LFS.reload("mote.img"))
  file.remove("mote.try")
  print("mote: mote.img was refused: " .. problem)
  if problem:find("partition") or problem:find("too big") then
    print("mote: this makes room for it, but deletes files; flash the board again after it:")
    print(lfs_partition(${partitionBytes}))
  end
end
${bootDelay(START, "node.restart()", delay)}`;
}
