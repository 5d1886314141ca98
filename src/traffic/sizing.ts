/** What a service has to do. */
export interface Demand {
  ships: number;
  perSecond: number;
}

/** What is taken for granted where nobody measured it: others may have other reasons. */
export interface Assumptions {
  /** Of a core, how much may be busy: the rest is for a peak, and for the share of a node that has failed. */
  cpuShare: number;
  /** Memory of one node. */
  nodeBytes: number;
  /** Of it, how much data may fill: the rest is for the copy that is made for a new replica, and for gaps. */
  memoryShare: number;
  /** Of each primary. */
  replicas: number;
  /** A cluster's nodes vote on a failover: fewer primaries than this have no majority without one of them. */
  leastPrimaries: number;
}

export const usualAssumptions: Assumptions = {
  cpuShare: 0.5,
  nodeBytes: 4 * 1_024 ** 3,
  memoryShare: 0.5,
  replicas: 1,
  leastPrimaries: 3,
};

/** What one limiter takes. */
export interface Figures {
  /** Null where nobody knows. */
  bytesPerShip: number | null;
  /** Decisions of a node whose core is busy all the time. */
  nodePerSecond: number;
}

/** What meets a demand. Bytes and what follows from them are null where nobody knows what a ship takes. */
export interface Plan {
  dataBytes: number | null;
  /** With every copy, and the room that stays free. */
  memoryBytes: number | null;
  /** Decisions of a node that is no busier than it may be. */
  usablePerSecond: number;
  primariesForRate: number;
  primariesForMemory: number | null;
  primaries: number;
  /** Primaries and replicas. */
  nodes: number;
}

/** Works out what a demand takes. One primary stands alone; two are made a cluster, which has its least. */
export function plan(
  { ships, perSecond }: Demand,
  { bytesPerShip, nodePerSecond }: Figures,
  { cpuShare, nodeBytes, memoryShare, replicas, leastPrimaries }: Assumptions = usualAssumptions,
): Plan {
  const dataBytes = bytesPerShip === null ? null : Math.ceil(ships * bytesPerShip);
  const usablePerSecond = Math.max(1, Math.floor(nodePerSecond * cpuShare));
  const primariesForRate = atLeastOne(perSecond / usablePerSecond);
  const primariesForMemory = dataBytes === null ? null : atLeastOne(dataBytes / (nodeBytes * memoryShare));
  const needed = Math.max(primariesForRate, primariesForMemory ?? 1);
  const primaries = needed === 1 ? 1 : Math.max(leastPrimaries, needed);
  return {
    dataBytes,
    memoryBytes: dataBytes === null ? null : Math.ceil((dataBytes * (1 + replicas)) / memoryShare),
    usablePerSecond,
    primariesForRate,
    primariesForMemory,
    primaries,
    nodes: primaries * (1 + replicas),
  };
}

function atLeastOne(nodes: number): number {
  return Math.max(1, Math.ceil(nodes));
}
