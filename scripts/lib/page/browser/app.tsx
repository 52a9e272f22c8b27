import { useEffect } from "preact/hooks";
import { desks, start, store } from "./desks";
import { useStore } from "./store";

export function App() {
  useStore(store, "desks", "link");
  useEffect(start, []);
  return <main>{desks.map((desk) => desk.board.name).join(", ")}</main>;
}
