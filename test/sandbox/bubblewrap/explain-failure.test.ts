import { expect, test } from 'vitest'
import { explainFailure, type NamespaceFacts } from '../../../sandbox/bubblewrap/explain-failure.ts'

const quiet: NamespaceFacts = {
  apparmorRestricts: null,
  unprivilegedClone: null,
  maxUserNamespaces: '96365',
  isContainer: false,
}

const explain = (facts: Partial<NamespaceFacts>) =>
  explainFailure('bwrap: setting up uid map: Permission denied\n', { ...quiet, ...facts })

test('the complaint is quoted', () => {
  expect(explain({})).toContain('(bwrap: setting up uid map: Permission denied)')
})

test.each([
  [{ apparmorRestricts: '1' }, 'sudo tee /etc/apparmor.d/bwrap'],
  [{ unprivilegedClone: '0' }, 'sudo sysctl -w kernel.unprivileged_userns_clone=1'],
  [{ maxUserNamespaces: '0' }, 'sudo sysctl -w user.max_user_namespaces=15000'],
  [{ isContainer: true, apparmorRestricts: '1' }, '--security-opt seccomp=unconfined'],
  [{}, 'ask whoever runs the machine'],
])('%j has its own remedy', (facts, remedy) => {
  expect(explain(facts)).toContain(remedy)
})
