import { suitesInLua } from "./suites";

suitesInLua("5.3");
