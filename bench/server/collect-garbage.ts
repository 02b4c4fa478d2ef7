import { once } from 'node:events'

/** An answer, or what a thread said. @see https://chromedevtools.github.io/devtools-protocol/ */
interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: { readonly usedSize?: number }
  readonly params?: { readonly sessionId?: string; readonly message?: string }
}

type Say = (method: string, params?: object) => Promise<Message>

/** Where a process that was started with `--inspect` can be asked, from what it wrote. */
export function inspectorOf(stderr: string): string {
  const url = /Debugger listening on (ws:\S+)/.exec(stderr)?.[1]
  if (url === undefined) throw new Error(`no inspector in: ${stderr}`)
  return url
}

/** Has a process and its threads collect their garbage. @returns what is left on each heap, the process first, MB */
export async function collectGarbage(inspector: string): Promise<readonly number[]> {
  const socket = new WebSocket(inspector)
  await once(socket, 'open')
  try {
    const threads = new Map<string, Talk>()
    const main = new Talk((text) => socket.send(text))
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message
      const { sessionId = '', message: inner } = message.params ?? {}
      if (message.method === 'NodeWorker.attachedToWorker')
        threads.set(
          sessionId,
          new Talk((text) => void main.say('NodeWorker.sendMessageToWorker', { sessionId, message: text })),
        )
      else if (message.method === 'NodeWorker.receivedMessageFromWorker')
        threads.get(sessionId)?.hear(JSON.parse(inner ?? '{}') as Message)
      else main.hear(message)
    })
    await main.say('NodeWorker.enable', { waitForDebuggerOnStart: false })
    return await Promise.all([main, ...threads.values()].map(({ say }) => collect(say)))
  } finally {
    socket.close()
  }
}

async function collect(say: Say): Promise<number> {
  await say('HeapProfiler.collectGarbage')
  const { result } = await say('Runtime.getHeapUsage')
  return (result?.usedSize ?? Number.NaN) / 1024 ** 2
}

/** Questions and answers with one heap. */
class Talk {
  private readonly asked = new Map<number, (answer: Message) => void>()

  constructor(private readonly send: (text: string) => void) {}

  readonly say: Say = (method, params = {}) => {
    const id = this.asked.size + 1
    this.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve) => this.asked.set(id, resolve))
  }

  hear(message: Message): void {
    this.asked.get(message.id ?? 0)?.(message)
  }
}
