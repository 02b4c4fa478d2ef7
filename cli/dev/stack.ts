import type { DevPlaces } from './dev-places.ts'
import type { PartName } from './part-name.ts'
import { newStack, readStack, writeStack, type PortName, type StackState, type StartedProcess } from './stack-state.ts'

/** The stack of this machine while a command changes it; each change is written down at once. */
export class Stack {
  #state: StackState

  constructor(readonly places: DevPlaces) {
    this.#state = readStack(places.state) ?? newStack
  }

  get state(): StackState {
    return this.#state
  }

  change(change: Partial<StackState>): void {
    this.#state = { ...this.#state, ...change }
    writeStack(this.places.state, this.#state)
  }

  setPort(name: PortName, port: number): void {
    this.change({ ports: { ...this.#state.ports, [name]: port } })
  }

  setProcess(name: PartName, process: StartedProcess | null): void {
    const { [name]: _, ...others } = this.#state.processes
    this.change({ processes: process === null ? others : { ...others, [name]: process } })
  }
}
