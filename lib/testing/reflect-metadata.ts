// @peculiar/x509 keeps its parts in a container that asks for these three of the metadata proposal.
const noted = new WeakMap<object, Map<unknown, unknown>>();
const getOwnMetadata = (key: unknown, target: object) => noted.get(target)?.get(key);

Object.assign(Reflect, {
  getOwnMetadata,
  getMetadata(key: unknown, target: object): unknown {
    for (let one: object | null = target; one; one = Object.getPrototypeOf(one)) {
      if (noted.get(one)?.has(key)) return getOwnMetadata(key, one);
    }
    return undefined;
  },
  defineMetadata(key: unknown, value: unknown, target: object): void {
    noted.set(target, (noted.get(target) ?? new Map()).set(key, value));
  },
});
