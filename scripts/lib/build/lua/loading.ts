/** What the compiler puts before the modules of a bundle. */
const HEAD = /^local ____modules = \{\}\n[^]*?^end\n(?=____modules = \{)/m;
const OWN_HEAD = `local ____modules, ____loaded = {}, {}
local function require(name)
local module = ____loaded[name]
if module == nil then
module = ____modules[name]()
if ____loaded ~= nil then ____loaded[name] = module or true end
end
return module
end
`;
const MODULE = /^(\["[^"]+"\] = function\()\.\.\.\) $/m;
/** The import of a module, with what is taken from it. */
const IMPORT = /^local (____\w+) = (require\("[^"]+"\))\n((?:local \w+ = \1\.\w+\n)*)/gm;

/** A line of an import, other than the one at the bundle's end that starts it all. */
const IMPORTING = /^\s*((local (?!____entry )|)\w+ = )?require\("|^local \w+ = ____import\.\w+$/;

/**
 * Has a bundle let go of what is needed to load it only: tables of what modules export as soon as their importers have taken
 * from them, and all modules' functions when the last import is done, before the program makes anything of its own. Lines stay
 * where they are.
 * @param entry The name of the module that starts the program.
 */
export function loadLightly(bundle: string, entry: string): string {
  const head = HEAD.exec(bundle)?.[0];
  const entryHead = `["${entry}"] = function(`;
  if (head === undefined || !bundle.includes(entryHead))
    throw new Error("typescript-to-lua's bundle is not as expected");
  const padding = "\n".repeat(head.split("\n").length - OWN_HEAD.split("\n").length);
  return bundle
    .replace(HEAD, () => OWN_HEAD + padding)
    .split(/^(?=\["[^"]+"\] = function)/m)
    .map((module) => {
      const light = module
        .replace(MODULE, "$1) local ____import")
        .replace(IMPORT, (found, name: string, call: string, taken: string) => {
          return isNamedIn(name, module.replace(IMPORT, ""))
            ? found
            : `____import = ${call}\n${taken.replaceAll(`${name}.`, "____import.")}`;
        });
      return withLocalExports(module.startsWith(entryHead) ? withoutModulesAfterImports(light) : light);
    })
    .join("");
}

/**
 * Keeps what a module exports in local variables, of which its functions hold what they use, not a table of all; the table is
 * made for who imports it.
 */
function withLocalExports(module: string): string {
  const names = [...new Set([...module.matchAll(/(?<!\w)____exports\.(\w+)/g)].map(([, name]) => name))];
  const local = module
    .replace(/(?<!\w)____exports\.(\w+)/g, "____export_$1")
    .replace(
      /^local ____exports = \{\}$/m,
      names.length === 0 ? "" : `local ${names.map((name) => `____export_${name}`).join(", ")}`,
    )
    .replace(/^return ____exports$/m, `return {${names.map((name) => `${name} = ____export_${name}`).join(", ")}}`);
  return isNamedIn("____exports", local) ? module : local;
}

function isNamedIn(name: string, text: string): boolean {
  return new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text);
}

/** In the line of the last import. */
function withoutModulesAfterImports(entry: string): string {
  const lines = entry.split("\n");
  const last = lines.findLastIndex((line) => IMPORTING.test(line));
  if (last >= 0) lines[last] += " ____import, ____modules, ____loaded = nil, nil, nil";
  return lines.join("\n");
}
