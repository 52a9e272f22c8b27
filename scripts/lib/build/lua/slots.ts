/**
 * A board that takes updates over the air has two places for its program, SLOT.lua, where a slot is `mote` or `mote.b`. What is known of
 * a slot stands in SLOT.ok, to which is only ever appended, so that power that fails leaves the beginning of it:
 *
 *   generation   decimal; of programs that may start, the one with the highest does
 *   ! or ?       written over the cable or confirmed; or on trial
 *   .            for each try, before the program of a trial runs
 *   !            the trial was stood
 *   x            never again: the program gave up, or is being written over
 *
 * The slot `mote` without such a file holds what the cable brought.
 */

/** As often a program on trial is started. */
const TRIES = 2;
/** By when a program on trial has said that it got to its end; it says then how much more time it has (`ProgramSlots.stood`). */
const START_MS = 30_000;

/** All that a slot has besides its program, and the second program: what a program from the cable makes void, in that order. */
export const SLOT_FILES: readonly string[] = [
  "mote.b.ok",
  "mote.ok",
  "mote.b.by",
  "mote.by",
  "mote.b.lua",
  "mote.b.img",
];

/**
 * Lua that chooses the slot to start from: `choose()` gives it, and whether it is on trial. Where no program may start, the one from the
 * cable does. `beginTrial(slot)` counts a try and sets the alarm that restarts a program which does not get to its end; where a try
 * cannot be counted, it has the other program start. A hang ends by the chip's own watchdog, which is always on.
 */
export const SLOT_FUNCTIONS = `local function marksOf(slot)
  local marks = io.open(slot .. ".ok", "r")
  if not marks then return slot == "mote" and "0!" or "" end
  local text = marks:read(64)
  marks:close()
  return text or ""
end
local function rank(slot)
  local generation, signs = marksOf(slot):match("^(%d+)([!?][.!x]*)$")
  local onTrial = signs and not signs:find("!", 1, true)
  if not signs or signs:find("x") or onTrial and #signs > ${TRIES} or not file.exists(slot .. ".lua") then return -1 end
  return tonumber(generation), onTrial
end
local function choose()
  local a, aOnTrial = rank("mote")
  local b, bOnTrial = rank("mote.b")
  if b > a then return "mote.b", bOnTrial end
  if a < 0 then file.remove("mote.ok") end
  return file.exists("mote.lua") and "mote" or "mote.b", aOnTrial
end
local function mark(slot, sign)
  local before = marksOf(slot)
  local marks = io.open(slot .. ".ok", "a")
  if marks then marks:write(sign) marks:close() end
  return marksOf(slot) == before .. sign
end
local function giveUp(slot)
  if not mark(slot, "x") then file.remove(slot .. ".lua") end
  node.restart()
end
local function beginTrial(slot)
  if not mark(slot, ".") then return giveUp(slot) end
  print("mote: tries a new program")
  mote_trial = tmr.create()
  mote_trial:alarm(${START_MS}, tmr.ALARM_SINGLE, function() node.restart() end)
  return true
end
`;
