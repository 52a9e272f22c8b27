/** Lua that runs before all else: programs and modules come from flash memory. */
export const FLASH_LIBRARY = `
local read, load = readFlash, loadstring or load
local package, error = package, error
readFlash = nil

function loadfile(name)
  local source = read(name)
  if source == nil then return nil, "cannot open " .. name end
  return load(source, "@" .. name)
end
local loadfile = loadfile
function dofile(name)
  local chunk, problem = loadfile(name)
  if chunk == nil then error(problem, 0) end
  return chunk()
end
if random then
  local random, floor = random, math.floor
  math.random = function(m, n)
    if m == nil then return random() end
    if n == nil then m, n = 1, m end
    return m + floor(random() * (n - m + 1))
  end
end
random = nil
local searchers = package.searchers or package.loaders
for i = #searchers, 2, -1 do searchers[i] = nil end
searchers[2] = function(name)
  local chunk, problem = loadfile(name .. ".lua")
  return chunk or "\\n\\t" .. problem
end
`;
