import { SECRETS_FILE } from "../../program/secrets";

const USUAL_DELAY = "1000";

/**
 * Lua that runs statements a second after boot. Until then `stop()` on the console keeps them from running, for an error would come
 * at each boot; where they fail they are not tried again at once, which would leave nobody the time to type. A program that lacks
 * secrets would fail each time: it stays ended, with its pins as it left them.
 * @param start The statements; they may throw.
 * @param startedBy What to type to have them run after `stop()`, as it stands in a string of Lua.
 * @param delay Milliseconds, as an expression of Lua.
 */
export function bootDelay(start: string, startedBy: string, delay = USUAL_DELAY): string {
  // Where it may be no second nobody is told to be quick.
  const isLong = delay === USUAL_DELAY ? "" : `if (${delay}) >= ${USUAL_DELAY} then `;
  return `local timer = tmr.create()
function stop()
  timer:unregister()
  print("mote: stopped; ${startedBy} starts it")
end
local stopStart = stop
timer:alarm(${delay}, tmr.ALARM_SINGLE, function()
  stop = nil
  local isStarted, problem = pcall(function()
${start}
  end)
  if isStarted then return end
  print("mote: " .. tostring(problem))
  if tostring(problem):find("${SECRETS_FILE} lacks", 1, true) then return end
  print("mote: restarts in a minute; stop() keeps it from that")
  stop = stopStart
  timer:alarm(60000, tmr.ALARM_SINGLE, function() node.restart() end)
end)
${isLong}print("mote: starts in a second; stop() keeps it from that")${isLong === "" ? "" : " end"}
`;
}
