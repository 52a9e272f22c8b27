import { inFullOr } from "../thorough";
import { suitesInLua } from "./suites";

if (inFullOr(true, false)) suitesInLua("5.1");
else it("the suites of the firmware in Lua 5.1 (left out: in the long suite)");
