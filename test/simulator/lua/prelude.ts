/**
 * The Lua side of the machine: what the C API that the package exports leaves out. It hides what it uses from the program.
 * `os.execute` is the C function that the host has put itself in the place of.
 */
export const PRELUDE = `
local dispatch, registry = os.execute, debug.getregistry()
local load, unpack = loadstring or load, unpack or table.unpack
local traceback, tostring, type, error, pairs, gsub = debug.traceback, tostring, type, error, pairs, string.gsub
local setmetatable, getmetatable, sethook, getinfo = setmetatable, getmetatable, debug.sethook, debug.getinfo
os.execute = nil

registry["host.load"] = load
registry["host.count"] = collectgarbage
registry["host.traceback"] = function(reason) return traceback(tostring(reason), 2) end
registry["host.table"] = function() return {} end
registry["host.bind"] = function(id) return function(...) return dispatch(id, ...) end end
-- As luaL_error: with the place of the Lua code that called the host's function.
registry["host.raise"] = function(reason) error(reason, 4) end

local bytes = { ["0"] = "\\0", ["1"] = "\\1" }
registry["host.bytes"] = function(escaped) return (gsub(escaped, "\\1(.)", bytes)) end

registry["host.entries"] = function(values)
  local list, n = {}, 0
  for key, value in pairs(values) do
    list[n + 1], list[n + 2], n = key, value, n + 2
  end
  return unpack(list, 1, n)
end

local weakKeys, weakValues = { __mode = "k" }, { __mode = "v" }
local ids, objects = setmetatable({}, weakKeys), setmetatable({}, weakValues)
-- A table keeps the size that it once needed: the objects that are gone would count as memory in use.
registry["host.shrink"] = function()
  local liveIds, liveObjects = setmetatable({}, weakKeys), setmetatable({}, weakValues)
  for object, id in pairs(ids) do liveIds[object] = id end
  for id, object in pairs(objects) do liveObjects[id] = object end
  ids, objects = liveIds, liveObjects
end
registry["host.class"] = function(name, methods)
  return {
    __index = methods,
    __newindex = function() error("attempt to index a userdata value (" .. name .. ")", 2) end,
    __tostring = function(object) return name .. ": " .. ids[object] end,
    __name = name,
    __metatable = false,
  }
end
registry["host.object"] = function(id, class)
  local object = objects[id]
  if object == nil then
    object = setmetatable({}, class)
    objects[id], ids[object] = object, id
  end
  return object
end
registry["host.identify"] = function(value) return ids[value] end

registry["host.watch"] = function(period)
  sethook(function()
    if not dispatch(0) then return end
    local at = getinfo(2, "Sl")
    dispatch(0, at.short_src .. ":" .. at.currentline)
  end, "", period)
end
`;
