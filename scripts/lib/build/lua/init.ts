import { bootDelay } from "./boot-delay";
import { SLOT_FUNCTIONS } from "./slots";

const START = `    local hasImage, program = pcall(function() return node.LFS.get("mote") end)
    if not hasImage or program == nil then program = assert(loadfile("mote.lua")) end
    program()`;

/** The reset cause "deep sleep" with what the engine adds. */
const AT_ONCE_AWAKE = "select(2, node.bootreason()) == 12 and 10 or 1000";

/** Whichever slot it comes from, errors in it are told of mote.lua. */
const START_FROM_SLOT = `    local slot, onTrial = choose()
    if onTrial and not beginTrial(slot) then return end
    local text = io.open(slot .. ".lua", "r")
    local program = assert(load(function() return text:read(1024) end, "@mote.lua"))
    text:close()
    mote_slot = slot
    program()`;

/**
 * What NodeMCU runs at boot. An upload that was cut between removing the old program and renaming the new one has left mote.new. An
 * image in flash memory (LFS) goes first: from there a program takes no memory. Names of local variables, which NodeMCU on ESP32
 * keeps unless told, would take a third more.
 * @param isSleeper Whether the program sleeps: nobody is waited for at a wake.
 * @param takesUpdates Whether there are two slots for programs; then the program is told its own in `mote_slot`.
 */
export function init(takesUpdates: boolean, isSleeper = false): string {
  const delay = isSleeper ? AT_ONCE_AWAKE : undefined;
  return `-- Made by "npm run build"; changes here are lost.
if not file.exists("mote.lua") then file.rename("mote.new", "mote.lua") end
if node.stripdebug then node.stripdebug(2) end
${takesUpdates ? SLOT_FUNCTIONS + bootDelay(START_FROM_SLOT, "node.restart()", delay) : bootDelay(START, 'dofile(\\"mote.lua\\")', delay)}`;
}
