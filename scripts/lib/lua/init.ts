/**
 * What NodeMCU runs at boot. Before it runs the program, its console can keep it from that, for an error would come at each boot;
 * a program that fails to start is not tried again at once, which would leave nobody the time to type. An upload that was cut
 * between removing the old program and renaming the new one has left mote.new. An image in flash memory (LFS) goes first: from
 * there a program takes no memory. Names of local variables, which NodeMCU on ESP32 keeps unless told, would take a third more.
 */
export const INIT = `-- Made by "npm run build"; changes here are lost.
if not file.exists("mote.lua") then file.rename("mote.new", "mote.lua") end
if node.stripdebug then node.stripdebug(2) end
local timer = tmr.create()
function stop()
  timer:unregister()
  print("mote: stopped; dofile(\\"mote.lua\\") starts it")
end
local stopStart = stop
timer:alarm(1000, tmr.ALARM_SINGLE, function()
  stop = nil
  local isStarted, problem = pcall(function()
    local hasImage, program = pcall(function() return node.LFS.get("mote") end)
    if not hasImage or program == nil then program = assert(loadfile("mote.lua")) end
    program()
  end)
  if isStarted then return end
  print("mote: " .. tostring(problem))
  print("mote: restarts in a minute; stop() keeps it from that")
  stop = stopStart
  timer:alarm(60000, tmr.ALARM_SINGLE, function() node.restart() end)
end)
print("mote: starts in a second; stop() keeps it from that")
`;
