/** One server-sent event. */
export interface ServerEvent {
  readonly name: string
  readonly data: string
}

/** The events of a stream of bytes; `heard` is called for all that comes, comments included. */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  heard: () => void,
): AsyncGenerator<ServerEvent, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  let [name, data]: [string, string[]] = ['', []]
  for await (const bytes of body) {
    heard()
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('event: ')) name = line.slice(7)
      else if (line.startsWith('data: ')) data.push(line.slice(6))
      else if (line === '') {
        if (data.length > 0) yield { name, data: data.join('\n') }
        name = ''
        data = []
      }
    }
  }
}
