/**
 * What is wrong with the address of a gateway and what to do, as words behind what holds it; null for a good one. The address
 * itself is not in them: it may hold a password.
 */
export function addressFault(address: string): string | null {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'is no address of a gateway: it looks like https://lightspeed.example.com'
  if (url.username !== '' || url.password !== '')
    return 'has a user name or a password in its address: leave them out, a gateway asks for its API key only'
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'has something behind the host of its address: leave it out, as in https://lightspeed.example.com'
  return null
}
