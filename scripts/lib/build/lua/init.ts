import { bootDelay } from "./boot-delay";

const START = `    local hasImage, program = pcall(function() return node.LFS.get("mote") end)
    if not hasImage or program == nil then program = assert(loadfile("mote.lua")) end
    program()`;

/**
 * What NodeMCU runs at boot. An upload that was cut between removing the old program and renaming the new one has left mote.new. An
 * image in flash memory (LFS) goes first: from there a program takes no memory. Names of local variables, which NodeMCU on ESP32
 * keeps unless told, would take a third more.
 */
export const INIT = `-- Made by "npm run build"; changes here are lost.
if not file.exists("mote.lua") then file.rename("mote.new", "mote.lua") end
if node.stripdebug then node.stripdebug(2) end
${bootDelay(START, 'dofile(\\"mote.lua\\")')}`;
